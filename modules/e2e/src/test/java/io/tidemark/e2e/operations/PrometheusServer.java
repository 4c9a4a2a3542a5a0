package io.tidemark.e2e.operations;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.e2e.fixture.BorrowedTool;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A real Prometheus of a test's own. It ends when this process does. */
final class PrometheusServer implements AutoCloseable {

    /** Runs what it is given until the process of this id has gone. */
    private static final String GUARD = "\"$@\" & child=$!; trap 'kill -9 $child' EXIT; trap exit TERM;"
            + " while kill -0 $0 && kill -0 $child; do sleep 0.5; done";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Process process;
    private final URI address;

    private PrometheusServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param folder for its data and its log
     */
    static PrometheusServer start(Path config, Path folder, int port) throws IOException {
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        GUARD,
                        Long.toString(ProcessHandle.current().pid()),
                        BorrowedTool.require("prometheus").toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, URI.create("http://127.0.0.1:" + port));
        await("prometheus, see " + Files.readString(folder.resolve("prometheus.log")))
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> server.get("/-/ready").statusCode() == 200);
        return server;
    }

    /** The values that an expression has now; those that are no number are left out. */
    List<Double> now(String expression) throws IOException, InterruptedException {
        List<Double> values = new ArrayList<>();
        for (JsonNode series : query("/api/v1/query?query=" + encoded(expression))) {
            add(values, series.path("value"));
        }
        return values;
    }

    /** The values that an expression had at every second since then; those that are no number are left out. */
    List<Double> since(Instant start, String expression) throws IOException, InterruptedException {
        List<Double> values = new ArrayList<>();
        for (JsonNode series : query("/api/v1/query_range?query=" + encoded(expression) + "&step=1&start="
                + start.getEpochSecond() + "&end=" + Instant.now().getEpochSecond())) {
            series.path("values").forEach(value -> add(values, value));
        }
        return values;
    }

    private static void add(List<Double> values, JsonNode sample) {
        double value = Double.parseDouble(
                sample.path(1).asText().replace("+Inf", "Infinity").replace("-Inf", "-Infinity"));
        if (Double.isFinite(value)) {
            values.add(value);
        }
    }

    /** The names of the alerts of this severity that fire now. */
    Set<String> firing(String severity) throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : body(get("/api/v1/alerts")).path("alerts")) {
            JsonNode labels = alert.path("labels");
            if (alert.path("state").asText().equals("firing")
                    && labels.path("severity").asText().equals(severity)) {
                names.add(labels.path("alertname").asText());
            }
        }
        return names;
    }

    private JsonNode query(String path) throws IOException, InterruptedException {
        return body(get(path)).path("result");
    }

    private JsonNode body(HttpResponse<String> response) throws IOException {
        JsonNode body = json.readTree(response.body());
        if (!body.path("status").asText().equals("success")) {
            throw new IllegalStateException(response.uri() + ": " + response.body());
        }
        return body.path("data");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
