package io.tidemark.graphstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementStatementsTest {

    private final Mapping mapping = SocialMapping.mapping();
    private final NodeMapping users = mapping.nodes().get(0);
    private final EdgeMapping follows = mapping.edges().get(0);

    @Test
    void a_node_gets_its_label_before_its_properties() {
        // a property set on a node that is gone vanishes without an error, a label does not
        assertThat(ElementStatements.upsertNodes(users, List.of())).isEqualTo("""
                        UNWIND $rows AS row
                        MERGE (n:`UserRef` {`id`: row[0]})
                        SET n:`User`, n.`username` = row[1], n.`created_at` = row[2], n.`updated_at` = row[3]""");
    }

    @Test
    void an_edge_merges_the_references_of_its_ends() {
        assertThat(ElementStatements.upsertEdges(mapping, follows)).isEqualTo("""
                        UNWIND $rows AS row
                        MERGE (a:`UserRef` {`id`: row[0]})
                        MERGE (b:`UserRef` {`id`: row[1]})
                        MERGE (a)-[r:`FOLLOWS`]->(b)
                        SET r.`created_at` = row[2]""");
    }

    @Test
    void an_edge_without_properties_sets_none() {
        EdgeMapping bare = EdgeMapping.byEnds(
                TableName.parse("public.likes"),
                "LIKES",
                new EndMapping("a", "User"),
                new EndMapping("b", "User"),
                List.of(),
                null);
        assertThat(ElementStatements.upsertEdges(new Mapping(mapping.nodes(), List.of(bare)), bare))
                .doesNotContain("SET");
    }

    @Test
    void a_node_without_properties_still_gets_its_label() {
        NodeMapping bare = new NodeMapping(TableName.parse("public.tags"), "Tag", "name", List.of(), null);
        assertThat(ElementStatements.upsertNodes(bare, List.of())).endsWith("SET n:`Tag`");
        assertThat(ElementStatements.stripNodes(bare)).endsWith("REMOVE n:`Tag`");
    }

    @Test
    void an_edge_is_looked_up_between_its_ends_however_many_relationships_they_have() {
        assertThat(ElementStatements.deleteEdges(mapping, follows, follows.types()))
                .isEqualTo("""
                        UNWIND $rows AS row
                        MATCH (a:`UserRef` {`id`: row[0]})
                        MATCH (b:`UserRef` {`id`: row[1]})
                        CALL (a, b) {
                          MATCH (a)-[r:`FOLLOWS`]->(b)
                          DELETE r
                        }""");
    }

    @Test
    void a_reference_goes_only_without_row_and_relationships_and_is_never_detached() {
        assertThat(ElementStatements.removeReferences(users))
                .contains("NOT n:`User`", "NOT EXISTS { (n)--() }")
                .doesNotContain("DETACH");
        assertThat(ElementStatements.lock(users)).endsWith("SET n:`UserRef`");
    }

    @Test
    void a_deleted_row_takes_its_label_and_mapped_properties_but_not_the_key() {
        assertThat(ElementStatements.stripNodes(users))
                .endsWith("REMOVE n:`User`, n.`username`, n.`created_at`, n.`updated_at`");
    }

    @Test
    void a_renamed_column_shows_under_its_property() {
        NodeMapping renamed = new NodeMapping(
                TableName.parse("public.users"),
                "User",
                "id",
                List.of(new PropertyMapping("created_at", "createdAt")),
                null);
        assertThat(ElementStatements.upsertNodes(renamed, List.of())).contains("n.`createdAt` = row[1]");
    }

    @Test
    void a_table_that_is_read_in_several_types_is_written_one_type_at_a_time() {
        EdgeMapping ties = SocialMapping.withMoreEdges().edges().stream()
                .filter(edge -> edge.table().equals(SocialMapping.TIES))
                .findFirst()
                .orElseThrow();
        assertThat(ties.graphName()).isEqualTo("LIKES|HATES");
        assertThat(ties.ofEachType())
                .extracting(one -> ElementStatements.upsertEdges(mapping, one))
                .satisfiesExactly(
                        one -> assertThat(one).contains("MERGE (a)-[r:`LIKES`]->(b)"),
                        one -> assertThat(one).contains("MERGE (a)-[r:`HATES`]->(b)"));
        assertThat(ElementStatements.deleteEdges(mapping, ties, ties.types()))
                .contains("MATCH (a)-[r:`LIKES`|`HATES`]->(b)");
    }

    @Test
    void further_labels_come_with_the_row_and_go_with_it() {
        NodeMapping labelled = SocialMapping.withMoreEdges().node("User");
        assertThat(ElementStatements.upsertNodes(labelled, List.of("Bot"))).isEqualTo("""
                        UNWIND $rows AS row
                        MERGE (n:`UserRef` {`id`: row[0]})
                        SET n:`User`:`Searchable`:`Bot`, n.`username` = row[1], n.`created_at` = row[2], n.`updated_at` = row[3]
                        REMOVE n:`Person`""");
        assertThat(ElementStatements.stripNodes(labelled)).contains("REMOVE n:`User`:`Searchable`:`Person`:`Bot`, n.");
        assertThat(ElementStatements.removeReferences(labelled)).contains("WHERE NOT n:`User` AND NOT EXISTS");
    }

    @Test
    void a_backtick_cannot_end_a_name() {
        assertThat(Cypher.quote("a`b")).isEqualTo("`a``b`");
    }
}
