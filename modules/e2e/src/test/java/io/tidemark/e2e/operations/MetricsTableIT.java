package io.tidemark.e2e.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.FreePort;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.Scrape;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.pipeline.AppProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/metrics.md} names what the processes export, and they export nothing else. */
@Timeout(120)
final class MetricsTableIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Set<String> TABLES = Set.of("public.users", "public.follows", "public.mutes", "public.blocks");

    @TempDir
    private static Path folder = Path.of(".");

    private static final Map<String, Scrape> ASKED = new HashMap<>();

    private static TestPipeline pipeline;
    private static AppProcess capture;
    private static AppProcess sink;
    private static Process watch;

    /** Work of every kind: a snapshot, changes, a record that cannot be read, a comparison. */
    @BeforeAll
    static void work() throws Exception {
        pipeline = TestPipeline.sample("metrics");
        capture = AppProcess.start("capture", asked("capture"), 256, folder.resolve("capture.log"));
        sink = AppProcess.start("sink", asked("sink"), 256, folder.resolve("sink.log"));
        pipeline.awaitEqual();
        pipeline.sql("update users set username = 'x' || username", "delete from mutes");
        pipeline.awaitEqual();
        TableTopics topics = new TableTopics(pipeline.settings());
        ConsumerRecord<byte[], byte[]> known = topics.records("users").get(0);
        topics.write("users", known.partition(), known.key(), "no record".getBytes(StandardCharsets.UTF_8));
        pipeline.awaitTidemark();
        watch = new Reconciler(asked("watch"), folder.resolve("state"))
                .start(folder.resolve("watch.log"), "watch", "--every=600");
        await("a comparison")
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> metrics("watch").value("tidemark_reconciler_verifies_total{verdict=\"in_sync\"}") == 1);
    }

    @AfterAll
    static void close() throws SQLException {
        watch.destroy();
        sink.close();
        capture.close();
        pipeline.close();
    }

    /** The settings of a process, with a port to ask it at. */
    private static Map<String, String> asked(String process) {
        int port = FreePort.find();
        ASKED.put(process, Scrape.at(port));
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.put("TIDEMARK_METRICS_PORT", Integer.toString(port));
        return environment;
    }

    private static Scrape.Metrics metrics(String process) throws Exception {
        Scrape.Metrics metrics = Objects.requireNonNull(ASKED.get(process)).metrics();
        assertThat(metrics.values().keySet())
                .as("%s has the figures of every process", process)
                .contains("process_cpu_usage", "process_uptime_seconds")
                .anyMatch(sample -> sample.startsWith("jvm_memory_used_bytes{"));
        return metrics;
    }

    /** Both ways; labels that the table gives the values of must have had them all. */
    private static void assertAsDocumented(String heading, Scrape.Metrics exported) throws Exception {
        List<MetricsTable.Row> rows = MetricsTable.under(heading);
        assertThat(rows).as("the table under %s", heading).isNotEmpty();
        Map<String, String> documented = new TreeMap<>();
        rows.forEach(row -> documented.put(row.name(), row.kind()));
        Set<String> histograms = rows.stream()
                .filter(row -> row.kind().equals("histogram"))
                .map(row -> row.name() + "_max")
                .collect(Collectors.toSet());
        Map<String, String> ours = new TreeMap<>(exported.kinds());
        ours.keySet().removeIf(name -> !name.matches("(tidemark|kafka)_.*") || histograms.contains(name));
        assertThat(ours).isEqualTo(documented);
        for (MetricsTable.Row row : rows) {
            Map<String, Set<String>> expected = new TreeMap<>(row.labels());
            expected.computeIfPresent("table", (label, values) -> new TreeSet<>(TABLES));
            assertThat(exported.labels().get(row.name())).as(row.name()).isEqualTo(expected);
        }
    }

    @Test
    void the_capture_exports_its_table() throws Exception {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(metrics("capture").values()).containsKey("tidemark_capture_behind_source_seconds"));
        Scrape.Metrics found = metrics("capture");
        assertAsDocumented("Capture", found);
        assertThat(found.value("tidemark_capture_active")).isEqualTo(1);
        assertThat(found.value("tidemark_capture_lives_total")).isEqualTo(1);
        assertThat(found.value("tidemark_capture_snapshot_rows_total{table=\"public.users\"}"))
                .isEqualTo(10);
        assertThat(found.value("tidemark_capture_snapshot_rows_total{table=\"public.follows\"}"))
                .isEqualTo(17);
        assertThat(found.value("tidemark_capture_changes_published_total{table=\"public.users\"}"))
                .isEqualTo(20);
        assertThat(found.value("tidemark_capture_changes_published_total{table=\"public.mutes\"}"))
                .isEqualTo(4);
        assertThat(found.value("tidemark_capture_batches_published_total")).isGreaterThan(2);
        assertThat(found.value("tidemark_capture_queue_capacity_records")).isEqualTo(8192);
        assertThat(found.value("tidemark_capture_queue_records")).isBetween(0.0, 8192.0);
        assertThat(found.value("tidemark_capture_snapshot_running")).isZero();
        assertThat(found.value("tidemark_capture_snapshot_tables_remaining")).isZero();
        assertThat(found.value("tidemark_capture_behind_source_seconds")).isBetween(0.0, 10.0);
        double published = found.value("tidemark_capture_published_bytes");
        pipeline.sql("update follows set created_at = now()");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(metrics("capture").value("tidemark_capture_published_bytes"))
                        .isGreaterThan(published));
    }

    @Test
    void the_sink_exports_its_table() throws Exception {
        Scrape.Metrics found = metrics("sink");
        assertAsDocumented("Sink", found);
        assertThat(found.value("tidemark_sink_ready")).isEqualTo(1);
        assertThat(found.value("tidemark_sink_changes_applied_total{table=\"public.users\"}"))
                .isEqualTo(20);
        assertThat(found.value("tidemark_sink_changes_applied_total{table=\"public.blocks\"}"))
                .isEqualTo(1);
        assertThat(found.value("tidemark_sink_dead_letters_total{cause=\"undecodable\"}"))
                .isEqualTo(1);
        assertThat(found.value("tidemark_sink_dead_letters_total{cause=\"refused\"}"))
                .isZero();
        double flushes = found.value("tidemark_sink_flush_duration_seconds_count");
        assertThat(flushes).isPositive();
        assertThat(found.value("tidemark_sink_flush_rows_count")).isEqualTo(flushes);
        assertThat(found.value("tidemark_sink_flush_rows_sum")).isGreaterThanOrEqualTo(42);
        assertThat(found.value("tidemark_sink_flush_duration_seconds_bucket{le=\"60.0\"}"))
                .isEqualTo(flushes);
        assertThat(found.value("tidemark_sink_commit_to_visible_seconds_count")).isPositive();
        assertThat(found.value("tidemark_neo4j_pool_connections{state=\"in_use\"}")
                        + found.value("tidemark_neo4j_pool_connections{state=\"idle\"}"))
                .isPositive();
        assertThat(found.value("tidemark_neo4j_pool_acquisition_timeouts_total"))
                .isZero();
    }

    @Test
    void the_reconciler_exports_its_table() throws Exception {
        Scrape.Metrics found = metrics("watch");
        assertAsDocumented("Reconciler", found);
        assertThat(found.value("tidemark_reconciler_rows_compared{table=\"public.users\"}"))
                .isEqualTo(10);
        assertThat(found.value("tidemark_reconciler_complete{table=\"public.follows\"}"))
                .isEqualTo(1);
        assertThat(Objects.requireNonNull(ASKED.get("watch")).health("/readyz")).isEqualTo("200 compares");
    }
}
