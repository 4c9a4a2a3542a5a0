package io.tidemark.reconciler.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.postgres.RowCount.Estimate;
import io.tidemark.reconciler.check.Finding.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphEstimateTest {

    private static final NodeMapping USERS =
            new NodeMapping(TableName.parse("users"), "User", "id", List.of(new PropertyMapping("name", "name")), null);
    private static final EdgeMapping FOLLOWS = EdgeMapping.byEnds(
            TableName.parse("follows"),
            "FOLLOWS",
            new EndMapping("a", "User"),
            new EndMapping("b", "User"),
            List.of(new PropertyMapping("since", "since")),
            null);
    private static final Mapping MAPPING = new Mapping(List.of(USERS), List.of(FOLLOWS));

    @Test
    void a_node_is_its_record_its_properties_and_two_index_entries() {
        assertThat(GraphEstimate.bytes(USERS)).isEqualTo(15 + 2 * 41 + 2 * 70);
        assertThat(GraphEstimate.bytes(FOLLOWS)).isEqualTo(34 + 41);
    }

    @Test
    void every_line_states_what_it_assumes() {
        Map<String, Estimate> rows = new LinkedHashMap<>();
        rows.put("public.users", new Estimate(1_000, true));
        rows.put("public.follows", new Estimate(2_999_000, false));
        List<Finding> findings = GraphEstimate.of(MAPPING, rows).orElseThrow().findings();
        assertThat(findings)
                .extracting(Finding::detail)
                .satisfiesExactly(
                        text -> assertThat(text).isEqualTo("public.users 1,000, public.follows about 2,999,000"),
                        text -> assertThat(text).contains("about 214.7 MiB", "34 B a relationship"),
                        text -> assertThat(text).contains("page cache of 214.7 MiB"),
                        text -> assertThat(text).contains("about 3 min 21 s", "15,000 rows/s"));
    }

    @Test
    void a_table_that_could_not_be_counted_is_named() {
        List<Finding> findings = GraphEstimate.of(MAPPING, Map.of("public.users", new Estimate(5, true)))
                .orElseThrow()
                .findings();
        assertThat(findings.get(0).status()).isEqualTo(Status.WARN);
        assertThat(findings.get(0).detail()).contains("unknown: public.follows");
    }

    @Test
    void nothing_known_is_no_estimate() {
        assertThat(GraphEstimate.of(MAPPING, Map.of())).isEmpty();
    }
}
