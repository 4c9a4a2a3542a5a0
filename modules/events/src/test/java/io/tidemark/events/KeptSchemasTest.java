package io.tidemark.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

final class KeptSchemasTest {

    private final Map<Integer, String> topic = new HashMap<>();
    private final List<Integer> asked = new ArrayList<>();
    private int reads;

    private final WriterSchemas schemas = new KeptSchemas(
            () -> {
                reads++;
                return topic;
            },
            "t.schemas",
            id -> {
                asked.add(id);
                throw new TidemarkException(Category.RETRY, "the registry is unavailable");
            });

    @Test
    void a_schema_that_is_kept_is_read_once_and_no_registry_is_asked() {
        topic.put(7, "\"string\"");
        assertThat(schemas.byId(7)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(schemas.byId(7)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(reads).isEqualTo(1);
        assertThat(asked).isEmpty();
    }

    @Test
    void a_registry_is_asked_for_what_is_not_kept_and_each_attempt_reads_again() {
        assertThatThrownBy(() -> schemas.byId(7)).hasMessage("the registry is unavailable");
        topic.put(7, "\"string\"");
        assertThat(schemas.byId(7)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(asked).containsExactly(7);
    }

    @Test
    void what_is_kept_and_is_no_schema_stops_the_reader() {
        topic.put(7, "{}");
        assertThatThrownBy(() -> schemas.byId(7))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.FATAL))
                .hasMessageContaining("schema 7 in t.schemas");
    }
}
