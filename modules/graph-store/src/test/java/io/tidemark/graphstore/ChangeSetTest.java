package io.tidemark.graphstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeSetTest {

    private final Mapping mapping = SocialMapping.mapping();

    @Test
    void there_is_one_statement_per_table_and_kind() {
        List<ChangeSet.Step> steps = steps(
                user("b", "bob"),
                user("a", "alice"),
                follows("b", "a"),
                follows("a", "b"),
                new RowChange.Delete(SocialMapping.MUTES, RowKey.of("a", "c")),
                new RowChange.Delete(SocialMapping.USERS, RowKey.of("c")));
        assertThat(steps.stream().map(step -> firstWord(step)).toList())
                .containsExactly(
                        "MERGE users", "MERGE follows", "MATCH mutes", "SET users", "REMOVE users", "DELETE users");
    }

    @Test
    void rows_are_sorted_by_key_so_that_writers_lock_in_one_order() {
        List<ChangeSet.Step> steps = steps(follows("b", "a"), follows("a", "c"), follows("a", "b"));
        assertThat(rows(steps.get(0)))
                .extracting(row -> ((List<?>) row).get(0) + "" + ((List<?>) row).get(1))
                .containsExactly("ab", "ac", "ba");
    }

    @Test
    void a_property_that_is_null_or_missing_is_sent_as_null() {
        Map<String, @Nullable Object> properties = new HashMap<>();
        properties.put("username", null);
        List<ChangeSet.Step> steps = steps(new RowChange.Upsert(SocialMapping.USERS, RowKey.of("a"), properties));
        List<?> row = (List<?>) rows(steps.get(0)).get(0);
        assertThat(row).hasSize(4);
        assertThat(row.subList(1, 4)).containsOnlyNulls();
    }

    @Test
    void each_end_of_deleted_edges_is_locked_and_looked_at_once() {
        List<ChangeSet.Step> steps = steps(
                new RowChange.Delete(SocialMapping.FOLLOWS, RowKey.of("b", "a")),
                new RowChange.Delete(SocialMapping.MUTES, RowKey.of("c", "a")),
                new RowChange.Delete(SocialMapping.USERS, RowKey.of("a")));
        assertThat(steps).hasSize(5);
        assertThat(steps.get(2).parameters().get("keys").asList())
                .containsExactly("a", "b", "c")
                .isSorted();
        assertThat(steps.get(4).parameters()).isEqualTo(steps.get(2).parameters());
    }

    @Test
    void nothing_to_do_is_no_statement() {
        assertThat(steps()).isEmpty();
    }

    @Test
    void a_change_of_a_table_that_is_not_mapped_is_refused_and_not_passed_over() {
        RowChange change = new RowChange.Delete(TableName.parse("public.likes"), RowKey.of("a"));
        assertThatThrownBy(() -> steps(user("a", "alice"), change))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.FATAL))
                .hasMessageContaining("public.likes");
    }

    private List<ChangeSet.Step> steps(RowChange... changes) {
        List<ChangeSet.Step> steps = new ArrayList<>();
        new ChangeSet(mapping, List.of(changes)).run(step -> {
            steps.add(step);
            return List.of();
        });
        return steps;
    }

    private static List<Object> rows(ChangeSet.Step step) {
        return step.parameters().get("rows").asList();
    }

    private static String firstWord(ChangeSet.Step step) {
        String[] lines = step.cypher().split("\n", -1);
        boolean merges = lines[1].startsWith("MERGE");
        String line = merges || lines.length > 4 ? lines[1] : lines[lines.length - 1];
        return line.substring(0, line.indexOf(' ')) + " " + step.about().substring("public.".length());
    }

    private static RowChange user(String id, String name) {
        return new RowChange.Upsert(SocialMapping.USERS, RowKey.of(id), Map.of("username", name));
    }

    private static RowChange follows(String from, String to) {
        return new RowChange.Upsert(SocialMapping.FOLLOWS, RowKey.of(from, to), Map.of());
    }
}
