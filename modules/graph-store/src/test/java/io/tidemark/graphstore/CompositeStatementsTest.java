package io.tidemark.graphstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.value.GraphType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The statements for keys of several columns. */
class CompositeStatementsTest {

    @Test
    void a_node_is_found_by_all_columns_of_its_key() {
        assertThat(ElementStatements.upsertNodes(CompositeMapping.PEOPLE, List.of()))
                .isEqualTo("""
                        UNWIND $rows AS row
                        MERGE (n:`PersonRef` {`tenant`: row[0][0], `no`: row[0][1]})
                        SET n:`Person`, n.`name` = row[1]""");
    }

    @Test
    void an_end_is_a_list_of_its_columns() {
        assertThat(ElementStatements.upsertEdges(CompositeMapping.MAPPING, CompositeMapping.FOLLOWS))
                .isEqualTo("""
                        UNWIND $rows AS row
                        MERGE (a:`PersonRef` {`tenant`: row[0][0], `no`: row[0][1]})
                        MERGE (b:`PersonRef` {`tenant`: row[1][0], `no`: row[1][1]})
                        MERGE (a)-[r:`FOLLOWS`]->(b)
                        SET r.`since` = row[2]""");
        assertThat(RowName.of(CompositeMapping.FOLLOWS).keys(RowKey.of(1L, 2L, 3L)))
                .containsExactly(List.of(1L, 2L), List.of(1L, 3L));
        assertThat(RowName.of(CompositeMapping.RELATIONSHIPS).keys(RowKey.of(1L, 2L)))
                .containsExactly(List.of(1L, 2L));
    }

    @Test
    void a_relationship_with_a_key_of_several_columns_has_them_all() {
        KeyedEdgeStatements statements =
                new KeyedEdgeStatements(CompositeMapping.MAPPING, CompositeMapping.RELATIONSHIPS);
        assertThat(statements.create())
                .contains("CREATE (a)-[r:`RELATES_TO` {`tenant`: row[0][0], `id`: row[0][1]}]->(b)");
        assertThat(statements.delete())
                .contains("USING INDEX r:`RELATES_TO`(`tenant`, `id`) WHERE r.`tenant` = key[0] AND r.`id` = key[1]");
    }

    @Test
    void ranges_follow_the_order_of_the_columns() {
        assertThat(KeyOrder.after(List.of("x", "y", "z"), 3))
                .isEqualTo("x >= $after0 AND (x > $after0 OR (y >= $after1 AND (y > $after1 OR z > $after2)))");
        assertThat(KeyOrder.from(List.of("x", "y"), 2)).isEqualTo("x >= $after0 AND (x > $after0 OR y >= $after1)");
        assertThat(KeyOrder.upTo(List.of("x", "y"), 2)).isEqualTo("x <= $upTo0 AND (x < $upTo0 OR y <= $upTo1)");
        assertThat(KeyOrder.after(List.of("x", "y"), 1)).isEqualTo("x > $after0");
    }

    @Test
    void an_edge_between_tenants_is_in_no_range_and_a_stray() {
        ReadStatements statements = new ReadStatements(
                CompositeMapping.MAPPING,
                CompositeMapping.FOLLOWS,
                List.of(GraphType.INTEGER, GraphType.INTEGER, GraphType.INTEGER));
        String same = "b.`tenant` = a.`tenant`";
        assertThat(String.join("", statements.range(Optional.empty(), Optional.empty())))
                .contains(" AND " + same);
        assertThat(statements.strays()).contains(" OR NOT coalesce(" + same + ", false)");
    }

    @Test
    void constraints_are_over_all_columns() {
        assertThat(Constraints.statements(CompositeMapping.MAPPING))
                .contains(
                        "CREATE CONSTRAINT `tidemark_PersonRef_tenant_no` IF NOT EXISTS FOR (n:`PersonRef`) REQUIRE"
                                + " (n.`tenant`, n.`no`) IS UNIQUE",
                        "CREATE CONSTRAINT `tidemark_relationship_RELATES_TO_tenant_id` IF NOT EXISTS FOR"
                                + " ()-[n:`RELATES_TO`]-() REQUIRE (n.`tenant`, n.`id`) IS UNIQUE");
    }
}
