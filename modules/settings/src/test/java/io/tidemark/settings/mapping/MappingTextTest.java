package io.tidemark.settings.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NamesByColumn;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.model.mapping.VectorIndex;
import io.tidemark.model.mapping.VectorIndex.Similarity;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MappingTextTest {

    private static String lines(List<String> elements) {
        return elements.stream().map(element -> "  - " + element + "\n").collect(Collectors.joining());
    }

    @Test
    void what_is_written_is_read_back() {
        Mapping mapping = new Mapping(
                List.of(
                        new NodeMapping(
                                new TableName("a \"b\"", "x: {y}, #z\\"),
                                "Person",
                                List.of("id"),
                                List.of(
                                        new PropertyMapping("null", "null"),
                                        new PropertyMapping("born on,  at", "born"),
                                        new PropertyMapping("a\n\tb\\", "née à 😀"),
                                        PropertyMapping.ofText("it is", "price"),
                                        PropertyMapping.ofText("span", "span"),
                                        new PropertyMapping("e", "e", false, new VectorIndex(3, Similarity.EUCLIDEAN))),
                                "yes - no",
                                Map.of("is it", List.of("true", "it's \"it\"")),
                                List.of(
                                        new ForeignKeyEdge("BORN_IN", true, new EndMapping("a place", "Person")),
                                        new ForeignKeyEdge("CHOSE", false, new EndMapping("chosen_by", "Person")),
                                        new ForeignKeyEdge(
                                                "LIVES_AT",
                                                true,
                                                new EndMapping(List.of("a town", "street"), "Place"))),
                                List.of("Searchable"),
                                List.of(new NamesByColumn("kind", Map.of("a b", "Being")))),
                        new NodeMapping(
                                TableName.parse("places"),
                                "Place",
                                List.of("town", "street"),
                                List.of(),
                                null,
                                Map.of(),
                                List.of())),
                List.of(
                        EdgeMapping.byEnds(
                                TableName.parse("knows"),
                                "KNOWS",
                                new EndMapping("one", "Person"),
                                new EndMapping("an other", "Person"),
                                List.of(),
                                null),
                        new EdgeMapping(
                                TableName.parse("links"),
                                "LINKS",
                                List.of("id", "of"),
                                new EndMapping("one", "Person"),
                                new EndMapping("other", "Person"),
                                List.of(),
                                null,
                                Map.of("status", List.of("accepted"))),
                        new EdgeMapping(
                                TableName.parse("ties"),
                                "",
                                List.of(),
                                new EndMapping("one", "Person"),
                                new EndMapping("other", "Person"),
                                List.of(),
                                null,
                                Map.of(),
                                new NamesByColumn("a kind", Map.of("it's: 1", "ONE", "2", "TWO")))));
        String text = "nodes:\n"
                + lines(mapping.nodes().stream().map(MappingText::of).toList())
                + "edges:\n"
                + lines(mapping.edges().stream().map(MappingText::of).toList());
        assertThat(new MappingReader("m.yaml").read(text)).isEqualTo(mapping);
        assertThat(text).contains("{ table: public.knows, type: KNOWS, from: { column: one, label: Person }, to: {");
    }
}
