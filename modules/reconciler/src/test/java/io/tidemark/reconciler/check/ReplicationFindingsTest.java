package io.tidemark.reconciler.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.events.TopicState;
import io.tidemark.reconciler.check.Finding.Status;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplicationFindingsTest {

    private static TopicState kept(int replicas, int inSync) {
        return new TopicState(4, replicas, inSync, "compact", 0, 0);
    }

    private static List<Finding> of(int brokers, Map<String, TopicState> topics) {
        return ReplicationFindings.of(brokers, new TreeMap<>(topics));
    }

    @Test
    void fewer_than_three_brokers_cannot_do_better() {
        assertThat(of(1, Map.of("t.progress", kept(1, 1)))).isEmpty();
        assertThat(of(2, Map.of("t.progress", kept(1, 1)))).isEmpty();
    }

    @Test
    void three_replicas_of_which_two_must_have_a_record_are_ok() {
        assertThat(of(3, Map.of("t.progress", kept(3, 2), "__transaction_state", kept(3, 2))))
                .extracting(Finding::status)
                .containsExactly(Status.OK);
    }

    @Test
    void topics_with_too_few_replicas_are_named_together() {
        assertThat(of(3, Map.of("t.a", kept(1, 1), "t.b", kept(1, 1), "t.c", kept(2, 1), "t.d", kept(3, 2))))
                .extracting(Finding::toString)
                .satisfiesExactly(
                        one -> assertThat(one).contains("t.a, t.b have 1 replica on a cluster of 3 brokers"),
                        other -> assertThat(other).contains("t.c has 2 replicas"));
    }

    @Test
    void a_record_that_one_broker_may_have_alone_is_named() {
        assertThat(of(3, Map.of("__transaction_state", kept(3, 1), "t.d", kept(3, 2))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.status()).isEqualTo(Status.WARN);
                    assertThat(finding.detail()).contains("__transaction_state: min.insync.replicas is 1");
                    assertThat(finding.fix()).contains("min.insync.replicas=2");
                });
    }

    @Test
    void writes_that_one_dead_broker_stops_are_named() {
        assertThat(of(3, Map.of("t.a", kept(3, 3), "t.b", kept(5, 3))))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.detail()).contains("t.a: min.insync.replicas is 3, the number of replicas"));
    }
}
