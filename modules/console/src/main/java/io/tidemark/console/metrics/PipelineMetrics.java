package io.tidemark.console.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tidemark.console.status.LastComparison;
import io.tidemark.console.status.PipelineStatus;
import io.tidemark.console.status.PipelineStatus.Capture;
import io.tidemark.console.status.PipelineStatus.Graph;
import io.tidemark.console.status.PipelineStatus.Partition;
import io.tidemark.console.status.PipelineStatus.Sink;
import io.tidemark.console.status.PipelineStatus.Slot;
import io.tidemark.console.status.PipelineStatus.Source;
import io.tidemark.console.status.PipelineStatus.Topic;
import io.tidemark.console.status.StatusSnapshot;
import io.tidemark.model.position.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last snapshot as metrics, the table "Console" of {@code docs/metrics.md}. Every scrape is made of one snapshot as a whole, so what
 * could not be read is absent: a gauge of a meter registry would have to be something. Thread-safe.
 */
public final class PipelineMetrics implements MultiCollector {

    private static final double MILLIS_A_SECOND = 1_000;
    private static final List<String> WAL_STATUSES = List.of("reserved", "extended", "unreserved", "lost");

    private final Supplier<StatusSnapshot> snapshots;

    private PipelineMetrics(Supplier<StatusSnapshot> snapshots) {
        this.snapshots = snapshots;
    }

    /** Has this registry export the snapshots, each as it is when it is scraped. */
    public static void export(Supplier<StatusSnapshot> snapshots, PrometheusRegistry registry) {
        registry.register(new PipelineMetrics(snapshots));
    }

    @Override
    public MetricSnapshots collect() {
        StatusSnapshot snapshot = snapshots.get();
        PipelineStatus status = snapshot.status();
        Families families = new Families();
        up(families, status);
        source(families, status.source());
        capture(families, status.capture());
        graph(families, status.graph());
        sink(families, status.sink(), status.topics());
        families.gauge(
                "tidemark_dead_letters",
                "Records that could not be applied and are not settled",
                number(status.deadLetters()));
        comparison(families, snapshot.comparison());
        return families.snapshots();
    }

    private static void up(Families families, PipelineStatus status) {
        String name = "tidemark_up";
        String help = "Whether the last look reached this part";
        families.gauge(name, help, flag(status.source() != null), "part", "postgres");
        families.gauge(name, help, flag(status.sink() != null), "part", "kafka");
        families.gauge(name, help, flag(status.graph() != null), "part", "neo4j");
    }

    private static void source(Families families, @Nullable Source source) {
        if (source == null) {
            return;
        }
        families.gauge("tidemark_source_written_bytes", "How far Postgres' log is written", (double)
                Lsn.parse(source.written()).value());
        Slot slot = source.slot();
        families.gauge("tidemark_slot_present", "Whether the replication slot exists", flag(slot != null));
        if (slot == null) {
            return;
        }
        families.gauge("tidemark_slot_active", "Whether somebody reads the slot", flag(slot.active()));
        families.gauge("tidemark_slot_retained_bytes", "Log that is kept for the slot", (double) slot.retainedBytes());
        families.gauge(
                "tidemark_slot_safe_bytes",
                "Log that may still be written before the slot is lost",
                number(slot.safeBytes()));
        if (slot.walStatus() != null) {
            WAL_STATUSES.forEach(each -> families.gauge(
                    "tidemark_slot_wal_status",
                    "1 for the status that the slot's log has",
                    flag(each.equals(slot.walStatus())),
                    "status",
                    each));
        }
    }

    private static void capture(Families families, @Nullable Capture capture) {
        if (capture != null) {
            families.gauge("tidemark_capture_lag_seconds", "How far the topics are behind", capture.lagSeconds());
            families.gauge("tidemark_capture_lag_bytes", "Log that the topics do not have", number(capture.lagBytes()));
        }
    }

    private static void graph(Families families, @Nullable Graph graph) {
        if (graph == null) {
            return;
        }
        families.gauge("tidemark_lag_seconds", "How far the graph is behind", graph.lagSeconds());
        families.gauge("tidemark_lag_bytes", "Log that the graph does not have", number(graph.lagBytes()));
        families.gauge(
                "tidemark_committed_timestamp_seconds",
                "The commit time up to which the graph is complete",
                time(graph.committedAt()));
        families.gauge("tidemark_held", "Whether a hold keeps the sink waiting", flag(graph.hold() != null));
        families.counter(
                "tidemark_graph_changes_total", "Row changes applied since the graph was empty", graph.changes());
    }

    private static void sink(Families families, @Nullable Sink sink, List<Topic> topics) {
        if (sink == null) {
            return;
        }
        families.gauge(
                "kafka_consumergroup_members",
                "Threads in the group",
                (double) sink.members(),
                "consumergroup",
                sink.group());
        for (Topic topic : topics) {
            for (Partition partition : topic.partitions()) {
                String number = String.valueOf(partition.partition());
                String[] labels = {
                    "consumergroup", sink.group(), "topic", topic.topic(), "partition", number,
                };
                families.gauge(
                        "kafka_consumergroup_lag", "Records still to be applied", (double) partition.lag(), labels);
                families.gauge(
                        "kafka_consumergroup_current_offset",
                        "The group's committed offset",
                        number(partition.committed()),
                        labels);
                families.gauge(
                        "kafka_topic_partition_current_offset",
                        "The partition's end",
                        (double) partition.end(),
                        "topic",
                        topic.topic(),
                        "partition",
                        number);
            }
        }
    }

    private static void comparison(Families families, @Nullable LastComparison last) {
        if (last == null) {
            return;
        }
        families.gauge(
                "tidemark_reconciler_last_verify_timestamp_seconds",
                "When the last comparison ended",
                time(last.ended()));
        families.gauge(
                "tidemark_reconciler_last_verify_duration_seconds",
                "How long the last comparison took",
                Duration.between(last.began(), last.ended()).toMillis() / MILLIS_A_SECOND);
        last.tables().forEach(table -> table(families, table));
    }

    private static void table(Families families, LastComparison.Table table) {
        String name = table.table();
        drift(families, name, "missing", table.missing());
        drift(families, name, "extra", table.extra());
        drift(families, name, "different", table.different());
        drift(families, name, "stray", table.strays());
        families.gauge(
                "tidemark_reconciler_rows_compared",
                "Rows that the last comparison compared",
                (double) table.rows(),
                "table",
                name);
        families.gauge(
                "tidemark_reconciler_unsettled",
                "Keys that the last comparison could not judge",
                (double) table.unsettled(),
                "table",
                name);
        families.gauge(
                "tidemark_reconciler_complete",
                "Whether the last comparison compared the whole table",
                flag(table.complete()),
                "table",
                name);
    }

    private static void drift(Families families, String table, String kind, long keys) {
        families.gauge(
                "tidemark_reconciler_drift",
                "Drifted keys that the last comparison found",
                (double) keys,
                "table",
                table,
                "kind",
                kind);
    }

    private static Double flag(boolean yes) {
        return yes ? 1.0 : 0.0;
    }

    private static @Nullable Double number(@Nullable Long value) {
        return value == null ? null : Double.valueOf(value);
    }

    private static @Nullable Double time(@Nullable Instant at) {
        return at == null ? null : at.toEpochMilli() / MILLIS_A_SECOND;
    }
}
