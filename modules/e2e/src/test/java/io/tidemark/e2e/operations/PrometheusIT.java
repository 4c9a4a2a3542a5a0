package io.tidemark.e2e.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.BorrowedTool;
import io.tidemark.e2e.fixture.FreePort;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.e2e.operations.Dashboards.Dashboard;
import io.tidemark.e2e.operations.Dashboards.Panel;
import io.tidemark.lab.pipeline.AppProcess;
import io.tidemark.settings.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus, with the configuration and the rules that are shipped, scrapes a pipeline's processes. Only hosts and durations
 * are changed: what is a quarter of a minute there is a second here.
 */
@Tag("slow")
@Timeout(240)
final class PrometheusIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** What Grafana would put in for a panel's rates; four scrapes at the least. */
    private static final String PIPELINE = "social";

    private static final String RATE_INTERVAL = "10s";

    private final Path root = Path.of(System.getProperty("tidemark.root", "../.."));
    private final Map<String, Integer> ports = new HashMap<>();

    @TempDir
    private Path folder;

    @Test
    void every_panel_shows_something_and_only_the_right_alerts_fire() throws Exception {
        BorrowedTool.require("prometheus");
        for (String process : List.of("console", "capture", "sink", "reconciler", "prometheus")) {
            ports.put(process, FreePort.find());
        }
        try (TestPipeline pipeline = TestPipeline.sample("prometheus")) {
            Instant start = Instant.now();
            try (AppProcess capture = start(pipeline, "capture");
                    AppProcess sink = start(pipeline, "sink");
                    PrometheusServer prometheus = PrometheusServer.start(configuration(), folder, port("prometheus"))) {
                pipeline.awaitEqual();
                Process console = new Launcher(pipeline.environment())
                        .start(folder.resolve("console.log"), "console", "--port", "" + port("console"));
                Process reconciler = new Reconciler(pipeline, folder.resolve("state"))
                        .with(Setting.TIDEMARK_METRICS_PORT, "" + port("reconciler"))
                        .start(folder.resolve("reconciler.log"), "watch", "--every", "1");
                try {
                    awaitNoPage(prometheus);
                    awaitComparison(prometheus);
                    putOneAside(pipeline);
                    plantDrift(pipeline);
                    everyPanelShowsSomething(pipeline, prometheus, start);
                    whatIsWrongIsTold(prometheus);
                    aDeadSinkWakesSomebody(sink, prometheus);
                    aDeadCaptureToo(capture, prometheus);
                } finally {
                    console.destroy();
                    console.onExit().join();
                    reconciler.destroy();
                    reconciler.onExit().join();
                }
            }
        }
    }

    private static void awaitNoPage(PrometheusServer prometheus) {
        await("nobody is woken by a pipeline that works").atMost(SOON).untilAsserted(() -> {
            assertThat(prometheus.now("up == 1")).hasSize(4);
            assertThat(prometheus.firing("page")).isEmpty();
        });
    }

    /** Before there is traffic, so that it is short; what the reconciler said is told if there is none. */
    private void awaitComparison(PrometheusServer prometheus) {
        await("a first comparison")
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(prometheus.now("max(tidemark_reconciler_last_verify_timestamp_seconds)"))
                                .as(Files.readString(folder.resolve("reconciler.log")))
                                .isNotEmpty());
    }

    private void everyPanelShowsSomething(TestPipeline pipeline, PrometheusServer prometheus, Instant start)
            throws Exception {
        List<String> empty = new ArrayList<>();
        Instant deadline = Instant.now().plus(SOON);
        do {
            pipeline.sql("insert into users (id, username) select id, left(id::text, 20)"
                    + " from (select gen_random_uuid() as id from generate_series(1, 50)) as new");
            empty.clear();
            for (Dashboard dashboard : Dashboards.read(root)) {
                for (Panel panel : dashboard.panels()) {
                    for (String expression : panel.expressions()) {
                        if (values(prometheus, start, panel, expression).isEmpty()) {
                            empty.add(panel.name() + ": " + expression);
                        }
                    }
                }
            }
        } while (!empty.isEmpty() && Instant.now().isBefore(deadline));
        assertThat(empty).as("panels without data").isEmpty();
    }

    private static List<Double> values(PrometheusServer prometheus, Instant start, Panel panel, String expression)
            throws IOException, InterruptedException {
        String asked = expression.replace("$__rate_interval", RATE_INTERVAL).replace("$pipeline", PIPELINE);
        return panel.json().path("type").asText().equals("stat")
                ? prometheus.now(asked)
                : prometheus.since(start, asked);
    }

    /** A figure each that must not be 0, so that data is not only zeros. */
    private static void whatIsWrongIsTold(PrometheusServer prometheus) throws Exception {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(prometheus.now("max(tidemark_dead_letters)")).containsExactly(1.0);
            assertThat(prometheus.now("sum(tidemark_reconciler_drift{kind=\"missing\"} > 0)"))
                    .hasSize(1);
            assertThat(prometheus.firing("info")).contains("TidemarkDeadLettersPresent");
            assertThat(prometheus.firing("ticket")).contains("TidemarkDriftFound", "TidemarkDeadLettersRising");
        });
        assertThat(prometheus.now("sum(tidemark_sink_changes_applied_total)"))
                .first()
                .satisfies(applied -> assertThat(applied).isGreaterThanOrEqualTo(80));
        assertThat(prometheus.now("sum(tidemark_sink_commit_to_visible_seconds_count)"))
                .first()
                .satisfies(seen -> assertThat(seen).isPositive());
        assertThat(prometheus.firing("page")).isEmpty();
    }

    private static void aDeadSinkWakesSomebody(AppProcess sink, PrometheusServer prometheus) {
        sink.kill();
        await("the sink is missed")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(prometheus.firing("page")).isEqualTo(Set.of("TidemarkSinkDown")));
    }

    private static void aDeadCaptureToo(AppProcess capture, PrometheusServer prometheus) {
        capture.kill();
        await("the capture is missed")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(prometheus.firing("page"))
                        .contains("TidemarkCaptureDown", "TidemarkSinkDown", "TidemarkSlotInactive"));
    }

    /** With a key of no row: the reconciler settles those whose rows are in the graph. */
    private static void putOneAside(TestPipeline pipeline) throws Exception {
        byte[] foreign = "not ours".getBytes(StandardCharsets.UTF_8);
        new TableTopics(pipeline.settings()).write("users", 0, foreign, foreign);
    }

    private static void plantDrift(TestPipeline pipeline) throws SQLException {
        pipeline.awaitTidemark();
        pipeline.driver()
                .executableQuery("MATCH (:User {username: 'bob'})-[f:MUTES]->() DELETE f")
                .execute();
    }

    private AppProcess start(TestPipeline pipeline, String command) {
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.put("TIDEMARK_METRICS_PORT", "" + port(command));
        return AppProcess.start(command, environment, 256, folder.resolve(command + ".log"));
    }

    /** The shipped files, with the processes' addresses, the label for one of several pipelines, and with shorter durations. */
    private Path configuration() throws IOException {
        Path shipped = root.resolve("ops/prometheus");
        String config = Files.readString(shipped.resolve("prometheus.yml"))
                .replaceAll("(scrape|evaluation)_interval: 15s", "$1_interval: 1s");
        for (Map.Entry<String, Integer> process : ports.entrySet()) {
            config = config.replaceAll(
                    "\\[" + process.getKey() + ":\\d+]",
                    "[127.0.0.1:" + process.getValue() + "]\n        labels: { pipeline: " + PIPELINE + " }");
        }
        assertThat(config).contains("_interval: 1s").doesNotContain("15s");
        String rules = Files.readString(shipped.resolve("rules/tidemark.yml")).replaceAll("for: \\d+m\\n", "for: 3s\n");
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(folder.resolve("rules/tidemark.yml"), rules);
        return Files.writeString(folder.resolve("prometheus.yml"), config);
    }

    private int port(String process) {
        return Objects.requireNonNull(ports.get(process));
    }
}
