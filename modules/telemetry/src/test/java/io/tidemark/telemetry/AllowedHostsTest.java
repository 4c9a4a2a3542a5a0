package io.tidemark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AllowedHostsTest {

    private final AllowedHosts hosts = new AllowedHosts(List.of("Metrics.example"));

    @Test
    void what_prometheus_and_kubernetes_ask_for_is_allowed() {
        assertThat(List.of(
                        "localhost:9465",
                        "capture:9465",
                        "10.1.2.3:9465",
                        "[fd00::1]:9465",
                        "tidemark-sink.tidemark.svc:9466",
                        "tidemark-sink.tidemark.svc.cluster.local:9466",
                        "host.docker.internal:9464",
                        "metrics.example"))
                .allMatch(hosts::allow);
        assertThat(hosts.allow(null)).isTrue();
    }

    @Test
    void names_that_a_stranger_can_own_are_not() {
        assertThat(List.of(
                        "evil.example", "evil.example:9465", "127.0.0.1.evil.example", "metrics.example.evil.net", ""))
                .noneMatch(hosts::allow);
    }
}
