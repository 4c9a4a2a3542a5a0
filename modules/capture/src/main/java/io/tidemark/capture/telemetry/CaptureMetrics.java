package io.tidemark.capture.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.capture.publish.CaptureListener;
import io.tidemark.capture.publish.Segment;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.model.TableName;
import io.tidemark.model.position.Filling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The capture's metrics, under the names of {@code docs/metrics.md}. Counters are there from the start; a gauge that only a
 * capture in charge can fill is there while it is in charge. Thread-safe.
 */
public final class CaptureMetrics implements CaptureListener {

    private final MeterRegistry registry;
    private final EngineMetrics engine;
    private final Map<String, Counter> changes = new HashMap<>();
    private final Map<String, Counter> snapshotRows = new HashMap<>();
    private final Map<String, Counter> filledRows = new HashMap<>();
    private final Counter batches;
    private final Counter sessions;
    private final LateGauge behind;
    private final LateGauge published;
    private final List<Meter> ofSession = new ArrayList<>();
    private volatile List<Filling> filling = List.of();
    private volatile boolean active;
    private volatile @Nullable Instant committedAt;

    /** Makes the meters. */
    public CaptureMetrics(MeterRegistry registry, CaptureSettings settings) {
        this.registry = registry;
        this.engine = new EngineMetrics(settings.topics().prefix());
        for (TableName table : settings.mapping().tables()) {
            String topic = settings.topics().table(table);
            changes.put(topic, counter("changes.published", "Row changes committed to the topics", table));
            snapshotRows.put(topic, counter("snapshot.rows", "Rows that snapshots have read", table));
            filledRows.put(topic, counter("filled.rows", "Rows that were read to fill tables", table));
        }
        batches = counter("batches.published", "Kafka transactions committed");
        sessions = counter("lives", "Times the capture connected anew, the first included");
        behind = new LateGauge(
                registry,
                "tidemark.capture.behind.source.seconds",
                "Postgres' clock less the commit time of the last published progress");
        published = new LateGauge(
                registry, "tidemark.capture.published.bytes", "Log position of the last published progress");
        gauge("active", "1 if this one captures, 0 for a standby", () -> active ? 1 : 0);
    }

    private Counter counter(String name, String description, TableName table) {
        return Counter.builder("tidemark.capture." + name)
                .description(description)
                .tag("table", table.toString())
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder("tidemark.capture." + name)
                .description(description)
                .register(registry);
    }

    private Gauge gauge(String name, String description, Supplier<Number> value) {
        return Gauge.builder("tidemark.capture." + name, value)
                .description(description)
                .register(registry);
    }

    @Override
    public synchronized void sessionStarted() {
        active = true;
        sessions.increment();
        ofSession.add(gauge("queue.records", "Records between Debezium's reader and the publisher", engine::queued));
        ofSession.add(gauge("queue.capacity.records", "Records that fit in between", engine::queueCapacity));
        ofSession.add(gauge("snapshot.running", "1 while a snapshot is taken", engine::snapshotRunning));
        ofSession.add(gauge(
                "snapshot.tables.remaining", "Tables that the snapshot has not finished", engine::tablesRemaining));
        ofSession.add(gauge("filling.tables", "Tables that are not filled yet", () -> filling.size()));
        ofSession.add(gauge(
                "filling.rows.remaining",
                "Rows that they still have, as Postgres believes",
                () -> filling.stream()
                        .mapToLong(each -> Math.max(0, each.estimate() - each.rows()))
                        .sum()));
    }

    @Override
    public synchronized void sessionEnded() {
        active = false;
        ofSession.forEach(registry::remove);
        ofSession.clear();
        behind.forget();
        published.forget();
    }

    @Override
    public void batchPublished(Segment batch) {
        batch.changes().forEach((topic, rows) -> increment(changes.get(topic), rows));
        batches.increment();
        batch.boundary().ifPresent(boundary -> {
            committedAt = boundary.committedAt();
            published.set((double) boundary.lsn().value());
        });
    }

    @Override
    public void filling(List<Filling> tables) {
        filling = List.copyOf(tables);
    }

    @Override
    public void rowsFilled(String topic, long rows) {
        increment(filledRows.get(topic), rows);
    }

    @Override
    public void snapshotRowRead(String topic) {
        increment(snapshotRows.get(topic), 1);
    }

    private static void increment(@Nullable Counter counter, long rows) {
        if (counter != null) {
            counter.increment((double) rows);
        }
    }

    @Override
    public void sourceClockRead(Instant now) {
        Instant committed = committedAt;
        if (committed != null) {
            behind.set(Math.max(0, Duration.between(committed, now).toMillis() / 1e3));
        }
    }
}
