package io.tidemark.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.graphstore.Constraints;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NamesByColumn;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.settings.mapping.MappingFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ShownMappingTest {

    private static final Mapping SOCIAL = MappingFile.read(MappingFile.BUILT_IN);

    @Test
    void mermaid_has_a_box_for_each_label_and_an_arrow_for_each_type() {
        assertThat(MermaidText.lines(SOCIAL))
                .containsExactly(
                        "flowchart LR",
                        "    n1[\"User<br/>public.users<br/>key id<br/>username, created_at, updated_at<br/>absent when"
                                + " deleted_at\"]",
                        "    n1 -->|\"FOLLOWS<br/>public.follows<br/>created_at\"| n1",
                        "    n1 -->|\"MUTES<br/>public.mutes<br/>created_at\"| n1",
                        "    n1 -->|\"BLOCKS<br/>public.blocks<br/>created_at\"| n1");
    }

    @Test
    void an_edge_shows_its_key() {
        Mapping mapping = new Mapping(
                SOCIAL.nodes(),
                List.of(new EdgeMapping(
                        TableName.parse("likes"),
                        "LIKES",
                        "id",
                        new EndMapping("a", "User"),
                        new EndMapping("b", "User"),
                        List.of(),
                        null)));
        assertThat(MermaidText.lines(mapping)).endsWith("    n1 -->|\"LIKES<br/>public.likes<br/>key id\"| n1");
        assertThat(CypherText.lines(mapping)).contains("// (:User)-[:LIKES {id}]->(:User)  public.likes");
    }

    @Test
    void further_labels_and_types_of_columns_are_shown() {
        NodeMapping user = new NodeMapping(
                TableName.parse("users"),
                "User",
                List.of("id"),
                List.of(),
                null,
                Map.of(),
                List.of(),
                List.of("Searchable"),
                List.of(new NamesByColumn("kind", Map.of("p", "Person"))));
        EdgeMapping ties = new EdgeMapping(
                TableName.parse("ties"),
                "",
                List.of(),
                new EndMapping("a", "User"),
                new EndMapping("b", "User"),
                List.of(),
                null,
                Map.of(),
                new NamesByColumn("kind", new TreeMap<>(Map.of("1", "LIKES", "2", "HATES"))));
        Mapping mapping = new Mapping(List.of(user), List.of(ties));
        assertThat(MermaidText.lines(mapping))
                .contains("    n1[\"User, Searchable, Person<br/>public.users<br/>key id\"]")
                .endsWith("    n1 -->|\"LIKES#124;HATES<br/>public.ties\"| n1");
        assertThat(CypherText.lines(mapping))
                .contains(
                        "// (:User:Searchable:(Person) {id})  public.users",
                        "// (:User)-[:LIKES|HATES]->(:User)  public.ties");
    }

    @Test
    void cypher_has_the_patterns_and_the_constraints_of_setup() {
        assertThat(CypherText.lines(SOCIAL))
                .startsWith(
                        "// (:User {id, username, created_at, updated_at})  public.users, absent when deleted_at",
                        "// (:User)-[:FOLLOWS {created_at}]->(:User)  public.follows")
                .endsWith(Constraints.statements(SOCIAL).stream()
                        .map(statement -> statement + ";")
                        .toArray(String[]::new));
    }
}
