package io.tidemark.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lab.social.SocialGraph;
import io.tidemark.lab.social.SyntheticGraph;
import io.tidemark.model.TidemarkException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FollowTrafficTest {

    private static final SocialGraph GRAPH = SyntheticGraph.make(200, 2_000);

    @Test
    void inserts_what_is_missing_and_deletes_what_is_there_each_pair_once() {
        FollowTraffic traffic = FollowTraffic.plan(GRAPH, 100, 2);

        assertThat(traffic.steps()).hasSize(700);
        assertThat(traffic.warmUp()).isEqualTo(500);
        Set<SocialGraph.Edge> there = new HashSet<>(GRAPH.edges());
        assertThat(traffic.steps())
                .allSatisfy(step -> assertThat(there.contains(step.edge())).isNotEqualTo(step.insert()));
        assertThat(traffic.steps().stream().map(FollowTraffic.Step::edge)).doesNotHaveDuplicates();
        assertThat(traffic.steps().stream().filter(FollowTraffic.Step::insert)).hasSize(350);
    }

    @Test
    void a_graph_too_small_for_so_many_transactions_is_refused_before_anything_starts() {
        assertThatThrownBy(() -> FollowTraffic.plan(GRAPH, 1_000, 30))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("too small for 35000 transactions");
    }
}
