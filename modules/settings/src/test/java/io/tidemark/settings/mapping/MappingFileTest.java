package io.tidemark.settings.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementValue;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.model.mapping.VectorIndex;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

final class MappingFileTest {

    private static Mapping read(String text) {
        return new MappingReader("m.yaml").read(text);
    }

    private static ListAssert<String> assertProblems(String text) {
        List<String> lines = new java.util.ArrayList<>();
        assertThatThrownBy(() -> read(text))
                .satisfies(e -> String.valueOf(e.getMessage()).lines().forEach(lines::add));
        return assertThat(lines);
    }

    @Test
    void the_built_in_mapping_is_the_social_graph() {
        Mapping mapping = MappingFile.read(MappingFile.BUILT_IN);
        assertThat(mapping.nodes()).singleElement().satisfies(node -> {
            assertThat(node.label()).isEqualTo("User");
            assertThat(node.absentWhen()).isEqualTo("deleted_at");
        });
        assertThat(mapping.edges()).extracting(EdgeMapping::type).containsExactly("FOLLOWS", "MUTES", "BLOCKS");
    }

    @Test
    void every_field_is_read_and_a_property_may_be_renamed() {
        Mapping mapping = read("""
                nodes:
                  - { table: a.people, label: Person, key: id, properties: [name, { born_on: born }], absentWhen: gone }
                edges:
                  - table: knows
                    type: KNOWS
                    from: { column: one, label: Person }
                    to: { column: other, label: Person }
                """);
        NodeMapping person = new NodeMapping(
                new TableName("a", "people"),
                "Person",
                "id",
                List.of(new PropertyMapping("name", "name"), new PropertyMapping("born_on", "born")),
                "gone");
        EdgeMapping knows = EdgeMapping.byEnds(
                new TableName("public", "knows"),
                "KNOWS",
                new EndMapping("one", "Person"),
                new EndMapping("other", "Person"),
                List.of(),
                null);
        assertThat(mapping).isEqualTo(new Mapping(List.of(person), List.of(knows)));
    }

    @Test
    void an_edge_may_have_a_key_of_its_own() {
        EdgeMapping edge = read("""
                nodes:
                  - { table: users, label: User, key: id }
                edges:
                  - { table: relationships, type: RELATES_TO, key: id, from: { column: one_id, label: User },
                      to: { column: other_id, label: User }, properties: [kind], absentWhen: gone }
                """).edges().get(0);
        assertThat(edge.keyColumns()).containsExactly("id");
        assertThat(edge.values()).extracting(ElementValue::name).containsExactly("one_id", "other_id", "kind");
        assertThat(edge.requiredColumns()).containsExactly("one_id", "other_id");
        assertThat(edge.columns()).containsExactly("id", "one_id", "other_id", "kind", "gone");
    }

    @Test
    void rows_may_count_by_the_values_of_columns() {
        Mapping mapping = read("""
                nodes:
                  - { table: users, label: User, key: id, presentWhen: { active: true } }
                edges:
                  - { table: friendships, type: FRIEND, from: { column: a, label: User }, to: { column: b, label: User },
                      presentWhen: { status: [accepted, "it's"], level: 2 } }
                """);
        assertThat(mapping.nodes().get(0).presentWhen()).isEqualTo(Map.of("active", List.of("true")));
        assertThat(mapping.edges().get(0).presentWhen())
                .isEqualTo(Map.of("status", List.of("accepted", "it's"), "level", List.of("2")));
        assertThat(mapping.edges().get(0).columns()).containsExactly("a", "b", "status", "level");
        assertProblems("""
                        nodes:
                          - { table: users, label: User, key: id, presentWhen: active }
                          - { table: people, label: Person, key: id, presentWhen: { status: { a: b } } }
                        """)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("m.yaml:2: presentWhen is written { column: value }"),
                        line -> assertThat(line).startsWith("m.yaml:3: presentWhen is written { column: value }"));
    }

    @Test
    void a_property_may_be_its_columns_text() {
        NodeMapping thing = read("""
                nodes:
                  - { table: things, label: Thing, key: id, properties: [{ column: price, as: text },
                      { column: span, property: period, as: text }, { column: size, property: size }, { column: a }] }
                """).node("Thing");
        assertThat(thing.properties())
                .containsExactly(
                        PropertyMapping.ofText("price", "price"),
                        PropertyMapping.ofText("span", "period"),
                        new PropertyMapping("size", "size"),
                        new PropertyMapping("column", "a"));
        assertThat(thing.textColumns()).containsExactly("price", "span");
        assertProblems("""
                        nodes:
                          - { table: things, label: Thing, key: id, properties: [{ column: id, property: copy, as: text }] }
                          - { table: others, label: Other, key: id, properties: [{ column: price, as: money },
                              { column: price, as: text, colour: blue }] }
                        """)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("m.yaml:2: column id of public.things is mapped as text or vector, and"),
                        line -> assertThat(line).startsWith("m.yaml:3: 'money' is not a form of a property"),
                        line -> assertThat(line).startsWith("m.yaml:3: property price of public.others is set twice"),
                        line -> assertThat(line).startsWith("m.yaml:4: 'colour' is no field of a property"));
    }

    @Test
    void a_property_may_have_a_vector_index() {
        NodeMapping post = read("""
                nodes:
                  - { table: posts, label: Post, key: id, properties: [
                      { column: embedding, vector: { dimensions: 384, similarity: cosine } } ] }
                """).node("Post");
        assertThat(post.properties())
                .containsExactly(new PropertyMapping(
                        "embedding", "embedding", false, new VectorIndex(384, VectorIndex.Similarity.COSINE)));
        assertProblems("""
                        nodes:
                          - { table: posts, label: Post, key: id, properties: [
                              { column: a, vector: { dimensions: 5000, similarity: cosine } },
                              { column: b, vector: { dimensions: 3, similarity: nearly } },
                              { column: c, vector: { dimensions: many } },
                              { column: d, as: text, vector: { dimensions: 3, similarity: euclidean } } ] }
                        """)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("m.yaml:3: dimensions 5000 is not a number from 1 to 4096"),
                        line -> assertThat(line)
                                .startsWith("m.yaml:4: similarity 'nearly' is not one of cosine, euclidean"),
                        line -> assertThat(line).startsWith("m.yaml:5: a vector needs similarity:"),
                        line -> assertThat(line).startsWith("m.yaml:6: property 'd' is a text and a vector"));
    }

    @Test
    void a_node_table_may_have_foreign_keys_that_are_edges() {
        NodeMapping post = read("""
                nodes:
                  - { table: users, label: User, key: id }
                  - { table: posts, label: Post, key: id, properties: [author_id, title], edges: [
                      { type: WROTE, from: { column: author_id, label: User } },
                      { type: REPLIES_TO, to: { column: parent_id, label: Post } } ] }
                """).node("Post");
        assertThat(post.values())
                .extracting(ElementValue::name)
                .containsExactly("author_id", "parent_id", "author_id", "title");
        assertThat(post.columns()).containsExactly("id", "author_id", "parent_id", "title");
        assertThat(post.edgesOfRows())
                .extracting(edge -> edge.from().label() + " " + edge.type() + " "
                        + edge.to().label())
                .containsExactly("User WROTE Post", "Post REPLIES_TO Post");
        assertProblems("""
                        nodes:
                          - { table: users, label: User, key: id, edges: [ { type: KNOWS, to: { column: a, label: Usr } } ] }
                          - { table: posts, label: Post, key: id, properties: [{ title: author_id }], edges: [
                              { type: KNOWS, from: { column: author_id, label: User } },
                              { type: X, from: { column: a, label: User }, to: { column: b, label: User } },
                              { type: Y, colour: blue } ] }
                        """)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("m.yaml:2: label Usr has no node table"),
                        line -> assertThat(line)
                                .startsWith("m.yaml:3: property author_id of public.posts is set twice"),
                        line -> assertThat(line).startsWith("m.yaml:3: type KNOWS is mapped twice"),
                        line -> assertThat(line).startsWith("m.yaml:5: an edge of a node needs from: or to:"),
                        line -> assertThat(line).startsWith("m.yaml:6: 'colour' is no field of an edge of a node"),
                        line -> assertThat(line).startsWith("m.yaml:6: an edge of a node needs from: or to:"));
    }

    @Test
    void a_key_may_have_several_columns_and_ends_name_as_many() {
        Mapping mapping = read("""
                nodes:
                  - { table: people, label: Person, key: [tenant, no] }
                  - { table: posts, label: Post, key: [tenant, no], properties: [author], edges: [
                      { type: WROTE, from: { columns: [tenant, author], label: Person } } ] }
                edges:
                  - { table: follows, type: FOLLOWS, from: { columns: [tenant, one], label: Person },
                      to: { columns: [tenant, other], label: Person } }
                  - { table: likes, type: LIKES, key: [tenant, id], from: { columns: [tenant, who], label: Person },
                      to: { columns: [tenant, what], label: Post } }
                """);
        assertThat(mapping.node("Post").keyColumns()).containsExactly("tenant", "no");
        assertThat(mapping.node("Post").values())
                .extracting(ElementValue::name)
                .containsExactly("tenant, author", "author");
        assertThat(mapping.edges().get(0).keyColumns()).containsExactly("tenant", "one", "other");
        assertThat(mapping.edges().get(1).keyColumns()).containsExactly("tenant", "id");
        assertThat(mapping.edges().get(1).requiredColumns()).containsExactly("tenant", "who", "what");
        assertThat(mapping.edges().get(1).columns()).containsExactly("tenant", "id", "who", "what");
    }

    @Test
    void ends_have_a_column_for_each_of_the_key_and_no_column_is_named_twice() {
        assertProblems("""
                        nodes:
                          - { table: people, label: Person, key: [tenant, no], properties: [{ name: no }] }
                          - { table: posts, label: Post, key: [id, id] }
                          - { table: tags, label: Tag, key: ["a\\\\b", word] }
                        edges:
                          - { table: follows, type: FOLLOWS, from: { column: one, label: Person },
                              to: { columns: [tenant, other], label: Person } }
                          - { table: likes, type: LIKES, key: id, from: { columns: [tenant, who], label: Person },
                              to: { columns: [tenant, who], label: Person } }
                          - { table: tagged, type: TAGGED, key: [], from: { columns: [a, b, c], label: Tag },
                              to: { column: d, columns: [e], label: Unknown } }
                        """)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("m.yaml:2: property no of public.people is set twice"),
                        line -> assertThat(line)
                                .isEqualTo("m.yaml:3: (id, id) of public.posts names a column twice: name each once"),
                        line -> assertThat(line).startsWith("m.yaml:4: key 'a\\b' is not a valid name"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "m.yaml:6: an end of public.follows has the columns (one) but the key of Person"
                                                + " is (tenant, no): name a column for each of the key's, in its order"),
                        line -> assertThat(line).startsWith("m.yaml:8: from and to are the same columns (tenant, who)"),
                        line -> assertThat(line).startsWith("m.yaml:10: key must be a name, or a list of names"),
                        line -> assertThat(line).startsWith("m.yaml:11: an end has column: or columns:, one of them"),
                        line -> assertThat(line).startsWith("m.yaml:10: label Unknown has no node table"));
    }

    @Test
    void an_edge_may_take_its_type_from_a_column() {
        EdgeMapping edge = read("""
                nodes:
                  - { table: users, label: User, key: id }
                edges:
                  - { table: relationships, type: { column: kind, values: { follow: FOLLOWS, mute: MUTES, 3: MUTES } }, key: id,
                      from: { column: one_id, label: User }, to: { column: other_id, label: User }, properties: [since] }
                """).edges().get(0);
        assertThat(edge.types()).containsExactly("FOLLOWS", "MUTES");
        assertThat(edge.graphName()).isEqualTo("FOLLOWS|MUTES");
        assertThat(edge.values())
                .extracting(ElementValue::name)
                .containsExactly("one_id", "other_id", ElementValue.TYPE, "since");
        assertThat(edge.columns()).containsExactly("id", "one_id", "other_id", "kind", "since");
        ElementValue type = edge.values().get(2);
        assertThat(type.inGraph(3L)).isEqualTo("MUTES");
        assertThat(type.inGraph("block")).isEqualTo(ElementValue.UNLISTED);
        assertThat(type.inGraph(null)).isEqualTo(ElementValue.UNLISTED);
    }

    @Test
    void a_type_by_column_that_cannot_be_is_refused_with_its_line() {
        assertProblems("""
                        nodes:
                          - { table: users, label: User, key: id }
                        edges:
                          - { table: a, type: { column: kind, values: {} }, from: { column: x, label: User }, to: { column: y, label: User } }
                          - { table: b, type: { column: kind, values: { 1: A, 1: B } }, from: { column: x, label: User }, to: { column: y, label: User } }
                          - { table: c, type: { values: { 1: "A\\\\B" } }, from: { column: x, label: User }, to: { column: y, label: User } }
                          - { table: d, type: { column: k, values: { 1: "A\\\\B" } }, from: { column: x, label: User }, to: { column: y, label: User } }
                          - { table: e, type: { column: k, values: [x] }, from: { column: x, label: User }, to: { column: y, label: User } }
                          - { table: f, type: { column: k, values: { 1: A } }, from: { column: x, label: User }, to: { column: y, label: User } }
                        """)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("m.yaml:4: values is written { value: NAME"),
                        line -> assertThat(line).startsWith("m.yaml:5: value 1 is named twice"),
                        line -> assertThat(line).startsWith("m.yaml:6: a type by column needs column:"),
                        line -> assertThat(line).startsWith("m.yaml:7: name 'A\\B' is not a valid name"),
                        line -> assertThat(line).startsWith("m.yaml:8: values is written { value: NAME"),
                        line -> assertThat(line).startsWith("m.yaml:9: type A is mapped twice"));
    }

    @Test
    void a_foreign_key_has_one_type() {
        assertProblems("""
                        nodes:
                          - { table: users, label: User, key: id }
                          - { table: posts, label: Post, key: id, edges: [
                              { type: { column: kind, values: { a: WROTE } }, from: { column: author_id, label: User } } ] }
                        """).singleElement().asString().startsWith("m.yaml:4: an edge of a node has one type, its name");
    }

    @Test
    void a_node_may_have_further_labels_and_take_some_from_columns() {
        Mapping mapping = read("""
                nodes:
                  - { table: users, label: User, key: id, properties: [name],
                      labels: [Searchable, { column: kind, values: { p: Person, o: Organization } }, Account] }
                  - { table: posts, label: Post, key: id, labels: [Searchable] }
                """);
        NodeMapping user = mapping.node("User");
        assertThat(user.allLabels()).containsExactly("User", "Searchable", "Account", "Person", "Organization");
        assertThat(user.values()).extracting(ElementValue::name).containsExactly("label by kind", "name");
        ElementValue label = user.values().get(0);
        assertThat(label.inGraph("p")).isEqualTo("Person");
        assertThat(label.inGraph(null)).isNull();
        assertThat(label.inGraph("x")).isEqualTo(ElementValue.UNLISTED);
        assertProblems("""
                        nodes:
                          - { table: a, label: User, key: id, labels: [User, UserRef, Tidemark, Post] }
                          - { table: b, label: Post, key: id, labels: [X, X, { column: k, values: { 1: "A\\\\B" } }, [y], "A\\\\C"] }
                        """)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith("m.yaml:2: label User under labels: of public.a is the label"),
                        line -> assertThat(line)
                                .startsWith("m.yaml:2: label UserRef under labels: of public.a is the reference label"),
                        line -> assertThat(line).startsWith("m.yaml:2: label Tidemark is Tidemark's own"),
                        line -> assertThat(line)
                                .startsWith("m.yaml:2: label Post under labels: of public.a is the label of public.b"),
                        line -> assertThat(line).startsWith("m.yaml:3: a label is written Name"),
                        line -> assertThat(line).startsWith("m.yaml:3: label 'A\\C' is not a valid name"),
                        line -> assertThat(line).startsWith("m.yaml:3: name 'A\\B' is not a valid name"),
                        line -> assertThat(line).startsWith("m.yaml:3: label X of public.b is given twice"));
    }

    @Test
    void what_an_edge_with_a_key_calls_its_values_differs() {
        assertProblems("""
                        nodes:
                          - { table: users, label: User, key: id }
                        edges:
                          - { table: relationships, type: RELATES_TO, key: id, from: { column: one_id, label: User },
                              to: { column: other_id, label: User }, properties: [one_id, { kind: id }, { kind: other_id }] }
                          - { table: links, type: LINKS, key: "a\\\\b", from: { column: a, label: User }, to: { column: b, label: User } }
                        """)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("m.yaml:4: property id of public.relationships is set twice"),
                        line -> assertThat(line)
                                .startsWith("m.yaml:4: property other_id of public.relationships is set twice"),
                        line -> assertThat(line).startsWith("m.yaml:6: key 'a\\b' is not a valid name"));
    }

    @Test
    void all_errors_come_together_each_with_its_line() {
        assertProblems("""
                        nodes:
                          - { table: users, label: "User\\\\u0060) DETACH DELETE (n", key: id }
                          - { table: a.b.c, label: Thing, kee: id }
                        edges:
                          - { table: follows, type: FOLLOWS, from: { column: a }, to: b, properties: created_at }
                        colour: blue
                        """)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith("m.yaml:2: label 'User\\u0060) DETACH DELETE (n' is not a valid name"),
                        line -> assertThat(line).startsWith("m.yaml:3: 'kee' is no field of a node"),
                        line -> assertThat(line).startsWith("m.yaml:3: 'a.b.c' is not a table name"),
                        line -> assertThat(line).startsWith("m.yaml:3: a node needs key:"),
                        line -> assertThat(line).startsWith("m.yaml:5: an end needs label:"),
                        line -> assertThat(line).startsWith("m.yaml:5: an end is written"),
                        line -> assertThat(line).startsWith("m.yaml:5: must be a list"),
                        line -> assertThat(line).startsWith("m.yaml:6: 'colour' is no field of the mapping"));
    }

    @Test
    void a_field_that_is_wrong_hides_nothing_else() {
        assertProblems("""
                        nodes:
                          - { table: users, label: User, key: id, colour: blue, label: User }
                          - { table: people, label: User, absentWhen: [], key: "a\\\\b" }
                        edges:
                          - { table: follows, type: FOLLOWS, from: { column: a, label: User }, to: { column: a, label: Usr } }
                          - { table: users, type: KNOWS, from: { column: a }, to: { column: b, label: Film, x: y } }
                        """)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("m.yaml:2: 'colour' is no field of a node"),
                        line -> assertThat(line).startsWith("m.yaml:2: label: is given twice"),
                        line -> assertThat(line).startsWith("m.yaml:3: key 'a\\b' is not a valid name"),
                        line -> assertThat(line).startsWith("m.yaml:3: absentWhen must be a name"),
                        line -> assertThat(line).startsWith("m.yaml:3: label User is mapped twice"),
                        line -> assertThat(line).isEqualTo("m.yaml:5: label Usr has no node table: map one of [User]"),
                        line -> assertThat(line).startsWith("m.yaml:5: from and to are the same column a"),
                        line -> assertThat(line).startsWith("m.yaml:6: an end needs label:"),
                        line -> assertThat(line).startsWith("m.yaml:6: 'x' is no field of an end"),
                        line -> assertThat(line).startsWith("m.yaml:6: table public.users is mapped twice"),
                        line -> assertThat(line)
                                .isEqualTo("m.yaml:6: label Film has no node table: map one of [User]"));
    }

    @Test
    void no_end_is_without_a_node_table_while_a_label_cannot_be_read() {
        assertProblems("""
                        nodes:
                          - { table: users, lable: User, key: id }
                        edges:
                          - { table: follows, type: FOLLOWS, from: { column: a, label: User }, to: { column: b, label: User } }
                        """)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("m.yaml:2: 'lable' is no field of a node"),
                        line -> assertThat(line).startsWith("m.yaml:2: a node needs label:"));
    }

    @Test
    void what_is_wrong_between_elements_has_its_line_too() {
        assertProblems("""
                        nodes:
                          - { table: users, label: User, key: id }
                        edges:
                          - { table: follows, type: FOLLOWS, from: { column: a, label: User }, to: { column: b, label: Usr } }
                        """).singleElement().asString().startsWith("m.yaml:4: label Usr has no node table");
    }

    @Test
    void broken_yaml_and_nothing_at_all_are_said_so() {
        assertProblems("nodes:\n  - { table: users\nedges: ]")
                .singleElement()
                .asString()
                .contains("is no YAML");
        assertProblems("").singleElement().asString().startsWith("m.yaml:1: is empty");
        assertProblems("nodes: []").singleElement().asString().contains("has no node table");
    }
}
