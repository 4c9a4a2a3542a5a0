package io.tidemark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidemark.model.TidemarkException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class TelemetryServerTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void serves_metrics_and_answers_probes() throws Exception {
        registry.counter("tidemark.example").increment();
        AtomicBoolean ready = new AtomicBoolean();
        Probes probes = new Probes(
                () -> Probe.passed("started"),
                () -> Probe.passed("alive"),
                () -> ready.get() ? Probe.passed("applying") : Probe.failed("waits for Neo4j"));
        try (TelemetryServer server = new TelemetryServer("localhost", 0, registry, probes)) {
            assertThat(get(server, "/metrics").body()).contains("tidemark_example_total 1.0");
            assertThat(get(server, "/livez").statusCode()).isEqualTo(200);
            assertThat(get(server, "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(server, "/readyz").body()).isEqualTo("waits for Neo4j\n");
            ready.set(true);
            assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(server, "/nothing").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_handler_that_fails_is_answered() throws Exception {
        try (TelemetryServer server = new TelemetryServer("localhost", 0, registry, Probes.always())) {
            server.serve("/broken", exchange -> {
                throw new IllegalStateException("secret");
            });
            HttpResponse<String> answer = get(server, "/broken");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret");
        }
    }

    @Test
    void a_port_in_use_is_one_line_with_the_fix() {
        try (TelemetryServer first = new TelemetryServer("localhost", 0, registry, Probes.always())) {
            int port = first.port();
            assertThatThrownBy(() -> new TelemetryServer("localhost", port, registry, Probes.always()))
                    .isInstanceOf(TidemarkException.class)
                    .hasMessageContaining("localhost:" + port)
                    .hasMessageContaining("TIDEMARK_METRICS_PORT");
        }
    }

    @Test
    void a_host_that_is_not_there_is_one_line_with_the_fix() {
        assertThatThrownBy(() -> new TelemetryServer("nowhere.invalid", 0, registry, Probes.always()))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("nowhere.invalid")
                .hasMessageContaining("TIDEMARK_METRICS_HOST");
    }

    @Test
    void a_registry_of_a_process_has_its_own_figures() {
        try (ProcessRegistry own = ProcessRegistry.open()) {
            assertThat(own.registry().scrape())
                    .contains("jvm_memory_used_bytes{")
                    .contains("process_cpu_usage ")
                    .contains("process_uptime_seconds ");
        }
    }

    private HttpResponse<String> get(TelemetryServer server, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
