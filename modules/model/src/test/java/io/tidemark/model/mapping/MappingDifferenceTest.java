package io.tidemark.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MappingDifferenceTest {

    private static NodeMapping node(String table, String label, String... properties) {
        return new NodeMapping(
                TableName.parse(table),
                label,
                "id",
                Stream.of(properties)
                        .map(name -> new PropertyMapping(name, name))
                        .toList(),
                null);
    }

    @Test
    void tables_and_properties_are_named_in_both_directions() {
        Mapping earlier = new Mapping(
                List.of(node("people", "Person", "name", "bio"), node("teams", "Team"), node("same", "Same")),
                List.of());
        Mapping later = new Mapping(
                List.of(node("people", "Person", "name", "age"), node("posts", "Post"), node("same", "Same")),
                List.of());
        assertThat(MappingDifference.between(earlier, later))
                .containsExactly(
                        "property bio of public.people was taken out",
                        "property age of public.people is new",
                        "table public.posts is new",
                        "table public.teams was taken out");
        assertThat(MappingDifference.between(earlier, earlier)).isEmpty();
    }

    @Test
    void another_label_is_a_difference_too() {
        assertThat(MappingDifference.between(
                        new Mapping(List.of(node("people", "Person", "name")), List.of()),
                        new Mapping(List.of(node("people", "Human", "name")), List.of())))
                .containsExactly("table public.people is mapped otherwise");
    }

    @Test
    void what_a_column_gives_is_no_property() {
        NodeMapping plain = node("people", "Person", "name");
        NodeMapping labelled = new NodeMapping(
                plain.table(),
                plain.label(),
                plain.key(),
                plain.properties(),
                null,
                Map.of(),
                List.of(),
                List.of(),
                List.of(new NamesByColumn("kind", Map.of("org", "Organization"))));
        assertThat(MappingDifference.between(
                        new Mapping(List.of(plain), List.of()), new Mapping(List.of(labelled), List.of())))
                .containsExactly("table public.people is mapped otherwise");
    }
}
