package io.tidemark.graphstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClearStatementsTest {

    private final Mapping mapping = SocialMapping.mapping();
    private final NodeMapping users = mapping.nodes().get(0);
    private final EdgeMapping follows = mapping.edges().get(0);
    private final ClearStatements statements = new ClearStatements(mapping.edges());

    @Test
    void a_relationship_goes_only_between_references() {
        assertThat(statements.delete(follows))
                .isEqualTo("UNWIND $ids AS id MATCH (a:`UserRef`)-[r:`FOLLOWS`]->(b:`UserRef`)"
                        + " WHERE elementId(r) = id DELETE r RETURN count(r)");
    }

    @Test
    void a_node_loses_what_its_row_gave_it_and_keeps_its_key() {
        assertThat(statements.strip(users))
                .endsWith("SET n:`UserRef`\nREMOVE n:`User`, n.`username`, n.`created_at`, n.`updated_at`");
    }

    @Test
    void a_node_goes_only_when_nobody_else_uses_it_and_is_never_detached() {
        assertThat(statements.delete(users))
                .contains(
                        "NOT EXISTS { (n)--() }",
                        "NOT label IN ['User', 'UserRef']",
                        "NOT name IN ['id', 'username', 'created_at', 'updated_at']")
                .doesNotContain("DETACH");
    }

    @Test
    void a_mapping_without_edges_has_no_relationships_of_its_own() {
        NodeMapping tags = new NodeMapping(TableName.parse("public.tags"), "Tag", "name", List.of(), null);
        assertThat(new ClearStatements(List.of()).staying(tags))
                .contains("COUNT { (n)--() } > 0 AS relationship", "NOT name IN ['name']");
    }

    @Test
    void a_quote_cannot_end_a_text() {
        assertThat(Cypher.text("a'b\\")).isEqualTo("'a\\'b\\\\'");
    }
}
