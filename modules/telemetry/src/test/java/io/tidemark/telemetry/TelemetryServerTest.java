package io.tidemark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidemark.model.TidemarkException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class TelemetryServerTest {

    static {
        // the JVM reads it once, before the first server: the test of it need not take ten seconds
        System.setProperty("sun.net.httpserver.maxReqTime", "1");
    }

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
            assertThat(System.getProperty("sun.net.httpserver.maxRspTime")).isEqualTo("60");
            assertThat(get(server, "/metrics").body()).contains("tidemark_example_total 1.0");
            assertThat(get(server, "/livez").statusCode()).isEqualTo(200);
            assertThat(get(server, "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(server, "/readyz").body()).isEqualTo("waits for Neo4j\n");
            ready.set(true);
            assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(server, "/nothing").statusCode()).isEqualTo(404);
        }
    }

    /** DNS rebinding: a page of a stranger whose name points here. */
    @Test
    void a_name_that_a_stranger_can_own_is_refused() throws IOException {
        try (TelemetryServer server = new TelemetryServer("localhost", 0, registry, Probes.always())) {
            for (String path : List.of("/metrics", "/livez", "/readyz", "/startupz")) {
                assertThat(statusLine(server, path, "evil.example")).contains(" 403 ");
                assertThat(statusLine(server, path, "capture:9465")).contains(" 200 ");
            }
        }
    }

    private static String statusLine(TelemetryServer server, String path, String host) throws IOException {
        try (Socket socket = new Socket("localhost", server.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
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

    @Test
    void requests_end_after_ten_seconds_and_answers_after_a_minute_unless_the_jvm_says_otherwise() {
        Properties properties = new Properties();
        properties.setProperty("sun.net.httpserver.maxRspTime", "5");
        TelemetryServer.limitRequests(properties);
        assertThat(properties)
                .containsOnly(
                        entry("sun.net.httpserver.maxReqTime", "10"), entry("sun.net.httpserver.maxRspTime", "5"));
    }

    @Test
    @Timeout(40)
    void requests_that_never_end_do_not_keep_a_probe_from_being_answered() throws Exception {
        try (TelemetryServer server = new TelemetryServer("localhost", 0, registry, Probes.always())) {
            List<Socket> halves = new ArrayList<>();
            try {
                for (int i = 0; i < 8; i++) {
                    Socket half = new Socket("localhost", server.port());
                    halves.add(half);
                    half.getOutputStream().write("GET /metr".getBytes(StandardCharsets.US_ASCII));
                }
                assertThat(get(server, "/livez").statusCode()).isEqualTo(200);
            } finally {
                for (Socket half : halves) {
                    half.close();
                }
            }
        }
    }

    private HttpResponse<String> get(TelemetryServer server, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
