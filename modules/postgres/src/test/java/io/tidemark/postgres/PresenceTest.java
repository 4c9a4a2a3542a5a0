package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresenceTest {

    private static final TableName TABLE = TableName.parse("t");

    @Test
    void without_a_condition_every_row_counts() {
        assertThat(Presence.condition(new NodeMapping(TABLE, "User", "id", List.of(), null), "t."))
                .isEqualTo("true");
    }

    @Test
    void all_conditions_hold_together_and_no_text_gets_out_of_its_quotes() {
        EdgeMapping edge = new EdgeMapping(
                TABLE,
                "FRIEND",
                List.of("id"),
                new EndMapping("a", "User"),
                new EndMapping("b", "User"),
                List.of(),
                "gone",
                Map.of("status", List.of("it's", "a\\b")));
        assertThat(Presence.condition(edge, "t."))
                .isEqualTo("t.\"gone\" is null and t.\"a\" is not null and t.\"b\" is not null"
                        + " and t.\"status\"::text collate \"C\" in (E'it''s', E'a\\\\b')");
    }
}
