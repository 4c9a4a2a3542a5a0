package io.tidemark.capture.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.capture.telemetry.CaptureHealth.Role;
import io.tidemark.model.TableName;
import io.tidemark.model.position.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The capture's figures, under the names of {@code docs/metrics.md}. Counters are there from the start; a gauge that only a
 * capture in charge can fill is there while it is in charge. Thread-safe.
 */
public final class CaptureMetrics {

    private final MeterRegistry registry;
    private final EngineFigures engine;
    private final Map<String, Counter> changes = new HashMap<>();
    private final Map<String, Counter> snapshotRows = new HashMap<>();
    private final Counter batches;
    private final Counter lives;
    private final LateGauge behind;
    private final LateGauge published;
    private final List<Meter> ofThisLife = new ArrayList<>();
    private volatile @Nullable Instant committedAt;

    /** Makes the meters. */
    public CaptureMetrics(MeterRegistry registry, CaptureSettings settings, CaptureHealth health) {
        this.registry = registry;
        this.engine = new EngineFigures(settings.topics().prefix());
        for (TableName table : settings.mapping().tables()) {
            String topic = settings.topics().table(table);
            changes.put(topic, counter("changes.published", "Row changes committed to the topics", table));
            snapshotRows.put(topic, counter("snapshot.rows", "Rows that snapshots have read", table));
        }
        batches = counter("batches.published", "Kafka transactions committed");
        lives = counter("lives", "Times the capture connected anew, the first included");
        behind = new LateGauge(
                registry,
                "tidemark.capture.behind.source.seconds",
                "Postgres' clock less the commit time of the last published progress");
        published = new LateGauge(
                registry, "tidemark.capture.published.bytes", "Log position of the last published progress");
        gauge("active", "1 if this one captures, 0 for a standby", () -> health.role() == Role.ACTIVE ? 1 : 0);
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

    /** A life has begun. */
    public synchronized void lifeBegan() {
        lives.increment();
        ofThisLife.add(gauge("queue.records", "Records between Debezium's reader and the publisher", engine::queued));
        ofThisLife.add(gauge("queue.capacity.records", "Records that fit in between", engine::queueCapacity));
        ofThisLife.add(gauge("snapshot.running", "1 while a snapshot is taken", engine::snapshotRunning));
        ofThisLife.add(gauge(
                "snapshot.tables.remaining", "Tables that the snapshot has not finished", engine::tablesRemaining));
    }

    /** A life has ended. */
    public synchronized void lifeEnded() {
        ofThisLife.forEach(registry::remove);
        ofThisLife.clear();
        behind.forget();
        published.forget();
    }

    /** Row changes of a topic were committed. */
    public void published(String topic, long rows) {
        Counter counter = changes.get(topic);
        if (counter != null) {
            counter.increment((double) rows);
        }
    }

    /** A Kafka transaction was committed. */
    public void batch() {
        batches.increment();
    }

    /** Progress was committed. */
    public void progress(Lsn lsn, Instant committed) {
        committedAt = committed;
        published.set((double) lsn.value());
    }

    /** A snapshot has read a row of this topic's table. */
    public void snapshotRow(String topic) {
        Counter counter = snapshotRows.get(topic);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Postgres' clock, just now. */
    public void clock(Instant now) {
        Instant committed = committedAt;
        if (committed != null) {
            behind.set(Math.max(0, Duration.between(committed, now).toMillis() / 1e3));
        }
    }
}
