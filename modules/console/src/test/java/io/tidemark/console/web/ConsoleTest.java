package io.tidemark.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.console.status.ConsoleSettings;
import io.tidemark.events.KafkaSettings;
import io.tidemark.graphstore.GraphSettings;
import io.tidemark.model.TidemarkException;
import io.tidemark.postgres.DatabaseUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A console without a pipeline: nothing answers at any of its addresses. */
final class ConsoleTest {

    private static final String SECRET = "planted-secret";

    private static final ConsoleSettings NOTHING = new ConsoleSettings(
            DatabaseUrl.parse("postgres://app:" + SECRET + "@127.0.0.1:1/none"),
            new GraphSettings("bolt://127.0.0.1:1", "neo4j", SECRET),
            new KafkaSettings("127.0.0.1:1", Map.of("ssl.key.password", SECRET)),
            "p",
            null,
            "mapping nowhere.yaml does not exist: correct TIDEMARK_MAPPING",
            null);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Console console;

    @BeforeAll
    static void start() {
        console = Console.start(NOTHING, Console.BindAddress.local(0));
    }

    @AfterAll
    static void close() {
        console.close();
    }

    @Test
    void it_says_what_is_away_and_why() throws Exception {
        HttpResponse<String> answer = send("api/pipeline", "GET");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode status = new ObjectMapper().readTree(answer.body()).path("status");
        assertThat(status.path("health").asText()).isEqualTo("FAILING");
        assertThat(status.path("problems").findValuesAsText("runbook"))
                .containsExactly("postgres-down.md", "kafka-down.md", "neo4j-down.md");
        assertThat(status.path("unknown").toString()).contains("nowhere.yaml");
        assertThat(status.path("at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
        assertThat(answer.body()).doesNotContain(SECRET);
    }

    @Test
    void figures_that_cannot_be_read_are_absent_from_the_metrics() throws Exception {
        String metrics = send("metrics", "GET").body();
        assertThat(metrics.lines().filter(line -> line.matches("(tidemark|kafka)_.*")))
                .containsExactlyInAnyOrder(
                        "tidemark_up{part=\"postgres\"} 0.0",
                        "tidemark_up{part=\"kafka\"} 0.0",
                        "tidemark_up{part=\"neo4j\"} 0.0");
        assertThat(metrics).doesNotContain(SECRET);
        assertThat(send("livez", "GET").statusCode()).isEqualTo(200);
        assertThat(send("readyz", "GET").statusCode()).isEqualTo(200);
    }

    @Test
    void the_page_is_served_with_a_policy() throws Exception {
        HttpResponse<String> page = send("", "GET");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'self';");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        for (String path : List.of("nothing.html", "..%2Findex.html", "index.html/", "api/other", "index.class")) {
            assertThat(send(path, "GET").statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void it_can_be_asked_to_show_and_never_to_do() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "HEAD", "OPTIONS")) {
            assertThat(send("api/pipeline", method).statusCode()).as(method).isEqualTo(405);
        }
    }

    @Test
    void a_name_that_is_not_its_own_is_refused() throws IOException {
        assertThat(statusLine("localhost:" + port())).contains("200");
        assertThat(statusLine("evil.example:" + port())).contains("403");
    }

    @Test
    void a_port_in_use_is_one_line_with_the_fix() {
        assertThatThrownBy(() -> Console.start(NOTHING, Console.BindAddress.local(port())))
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("localhost:" + port())
                .hasMessageContaining("--port");
    }

    private static int port() {
        return URI.create(console.address()).getPort();
    }

    private static HttpResponse<String> send(String path, String method) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(console.address() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Java's client does not let anybody lie about the host. */
    private static String statusLine(String host) throws IOException {
        try (Socket socket = new Socket("localhost", port())) {
            socket.getOutputStream()
                    .write(("GET /api/pipeline HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine());
        }
    }
}
