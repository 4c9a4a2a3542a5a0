package io.tidemark.graphstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NamesByColumn;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WrittenElementsTest {

    private static final Mapping CURRENT =
            new Mapping(List.of(node("people", "Person", "id", "name", "age")), List.of(edge("likes", "LIKES")));
    private static final Mapping EARLIER = new Mapping(
            List.of(node("persons", "Person", "id", "name", "bio"), node("teams", "Team", "id", "name")),
            List.of(edge("mutes", "MUTES"), edge("likes", "LIKES")));

    private static NodeMapping node(String table, String label, String key, String... properties) {
        return new NodeMapping(new TableName("public", table), label, key, properties(properties), null);
    }

    private static EdgeMapping edge(String table, String type, String... properties) {
        return EdgeMapping.byEnds(
                new TableName("public", table),
                type,
                new EndMapping("one", "Person"),
                new EndMapping("other", "Person"),
                properties(properties),
                "gone");
    }

    private static List<PropertyMapping> properties(String... names) {
        return Stream.of(names).map(name -> new PropertyMapping(name, name)).toList();
    }

    @Test
    void a_mapping_is_read_as_it_was_written() {
        assertThat(WrittenMappings.mapping(WrittenMappings.text(EARLIER))).isEqualTo(EARLIER);
        assertThat(WrittenMappings.text(EARLIER))
                .as("version 0.2.0 reads a mapping that has nothing it does not know")
                .doesNotContain("\"key\":null", "typeByColumn", "labels");
        Mapping keyed = SocialMapping.withMoreEdges();
        assertThat(WrittenMappings.mapping(WrittenMappings.text(keyed))).isEqualTo(keyed);
        assertThat(WrittenMappings.text(keyed))
                .as("one column is written as it was before there could be several")
                .contains("\"label\":\"User\",\"key\":\"id\"", "\"type\":\"KNOWS|WORKS_WITH\",\"key\":\"id\"")
                .contains("\"from\":{\"column\":\"one_id\",\"label\":\"User\"}");
        assertThat(WrittenMappings.mapping(WrittenMappings.text(CompositeMapping.MAPPING)))
                .isEqualTo(CompositeMapping.MAPPING);
    }

    @Test
    void a_mapping_of_a_later_version_is_refused_by_name() {
        assertThatThrownBy(() -> WrittenMappings.mapping("{\"nodes\": [], \"edges\": [], \"views\": []}"))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("a (:TidemarkMapping) in the graph cannot be read")
                .hasMessageContaining("later version");
    }

    @Test
    void all_that_any_mapping_had_is_removed_with_all_its_properties_and_edges_first() {
        WrittenElements written = new WrittenElements(CURRENT, List.of(EARLIER, CURRENT));
        assertThat(written.all())
                .extracting(ElementMapping::graphName)
                .containsExactly("LIKES", "MUTES", "Person", "Team");
        assertThat(written.all().get(2).properties())
                .extracting(PropertyMapping::property)
                .containsExactly("name", "age", "bio");
    }

    @Test
    void what_the_mapping_no_longer_has_is_named() {
        assertThat(new WrittenElements(CURRENT, List.of(EARLIER, CURRENT)).leftovers(CURRENT))
                .extracting(WrittenElements.Leftover::what)
                .containsExactlyInAnyOrder(
                        "property bio of (:Person)", "(:Team {id})", "(:Person)-[:MUTES]->(:Person)");
        assertThat(new WrittenElements(CURRENT, List.of(CURRENT)).leftovers(CURRENT))
                .isEmpty();
    }

    @Test
    void a_type_of_a_column_is_an_element_of_its_own() {
        Mapping typed = SocialMapping.withMoreEdges();
        assertThat(new WrittenElements(typed, List.of()).edges())
                .extracting(EdgeMapping::type)
                .contains("KNOWS", "WORKS_WITH", "LIKES", "HATES");
        EdgeMapping likes = edge("ties", "LIKES");
        Mapping one = new Mapping(CURRENT.nodes(), List.of(likes));
        assertThat(new WrittenElements(one, List.of(new Mapping(CURRENT.nodes(), List.of(typed(likes)))))
                        .leftovers(one))
                .extracting(WrittenElements.Leftover::what)
                .containsExactly("(:Person)-[:HATES]->(:Person)");
    }

    private static EdgeMapping typed(EdgeMapping edge) {
        return new EdgeMapping(
                edge.table(),
                "",
                List.of(),
                edge.from(),
                edge.to(),
                List.of(),
                null,
                Map.of(),
                new NamesByColumn("kind", Map.of("l", "LIKES", "h", "HATES")));
    }

    @Test
    void a_label_that_was_taken_out_is_named_and_cleared() {
        NodeMapping person = CURRENT.nodes().get(0);
        NodeMapping labelled = new NodeMapping(
                person.table(),
                person.label(),
                person.key(),
                person.properties(),
                null,
                Map.of(),
                List.of(),
                List.of("Searchable"),
                List.of(new NamesByColumn("kind", Map.of("b", "Bot"))));
        WrittenElements written =
                new WrittenElements(CURRENT, List.of(new Mapping(List.of(labelled), CURRENT.edges())));
        assertThat(written.leftovers(CURRENT))
                .extracting(WrittenElements.Leftover::what)
                .containsExactly("label Searchable of (:Person)", "label Bot of (:Person)");
        assertThat(written.all().get(1))
                .isInstanceOfSatisfying(
                        NodeMapping.class,
                        node -> assertThat(node.allLabels()).containsExactly("Person", "Searchable", "Bot"));
    }

    @Test
    void a_label_with_another_key_is_another_element() {
        Mapping keyed = new Mapping(List.of(node("people", "Person", "mail")), List.of());
        assertThat(new WrittenElements(keyed, List.of(CURRENT)).leftovers(keyed))
                .extracting(WrittenElements.Leftover::found)
                .contains("MATCH (e:`PersonRef`) WHERE e.`id` IS NOT NULL RETURN 1 LIMIT 1");
    }
}
