package io.tidemark.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MappingTest {

    private static NodeMapping node(String table, String label) {
        return new NodeMapping(TableName.parse(table), label, "id", List.of(), null);
    }

    private static EdgeMapping edge(String table, String type, String from, String to, @Nullable String property) {
        List<PropertyMapping> properties = property == null
                ? List.of()
                : List.of(new PropertyMapping("a", property), new PropertyMapping("b", property));
        return EdgeMapping.byEnds(
                TableName.parse(table), type, new EndMapping("x", from), new EndMapping("y", to), properties, null);
    }

    @Test
    void a_mapping_knows_its_tables_and_elements() {
        Mapping mapping =
                new Mapping(List.of(node("users", "User")), List.of(edge("follows", "FOLLOWS", "User", "User", null)));
        assertThat(mapping.tables()).map(TableName::toString).containsExactly("public.follows", "public.users");
        assertThat(mapping.element(TableName.parse("users"))).contains(mapping.node("User"));
        assertThat(mapping.element(TableName.parse("likes"))).isEmpty();
    }

    @Test
    void everything_wrong_between_elements_is_found_at_once() {
        List<NodeMapping> nodes =
                List.of(node("users", "User"), node("people", "User"), node("refs", "UserRef"), node("t", "Tidemark"));
        List<EdgeMapping> edges = List.of(
                edge("users", "FOLLOWS", "User", "Person", null), edge("mutes", "FOLLOWS", "User", "User", "since"));
        assertThat(Mapping.conflicts(nodes, edges))
                .extracting(conflict -> conflict.problem().toString())
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message).contains("label User is mapped twice"),
                        message -> assertThat(message).contains("Tidemark is Tidemark's own"),
                        message -> assertThat(message).contains("UserRef is the reference label of User"),
                        message -> assertThat(message).contains("UserRef is the reference label of User"),
                        message -> assertThat(message).contains("table public.users is mapped twice"),
                        message -> assertThat(message).contains("label Person has no node table"),
                        message -> assertThat(message).contains("type FOLLOWS is mapped twice"),
                        message -> assertThat(message).contains("property since of public.mutes is set twice"));
    }

    @Test
    void what_neo4j_would_read_otherwise_than_quoted_gets_no_name_in_the_graph() {
        assertThat(node("users", "User` ist's, 1").referenceLabel()).isEqualTo("User` ist's, 1Ref");
        String refused = "is not a valid name in the graph";
        assertThatThrownBy(() -> node("users", "User\\u0060) DETACH DELETE (n")).hasMessageContaining(refused);
        assertThatThrownBy(() -> new PropertyMapping("created_at", "created\nat"))
                .hasMessageContaining("'created?at' " + refused);
        assertThatThrownBy(() -> new PropertyMapping("kind", ElementValue.TYPE)).hasMessageContaining(refused);
        assertThatThrownBy(() -> new EndMapping("a", " ")).hasMessageContaining(refused);
        assertThatThrownBy(() -> new EndMapping("a", "x".repeat(256))).hasMessageContaining(refused);
    }
}
