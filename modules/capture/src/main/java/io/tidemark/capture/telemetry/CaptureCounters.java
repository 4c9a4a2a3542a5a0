package io.tidemark.capture.publish;

import io.tidemark.capture.resume.Position;
import io.tidemark.capture.telemetry.CaptureHealth;
import io.tidemark.capture.telemetry.CaptureMetrics;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Lsn;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much was published and how far; says so in the log every few seconds while it moves. Thread-safe to read. */
public final class CaptureCounters {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureCounters.class);
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final CaptureMetrics metrics;
    private final CaptureHealth health;
    private final LongAdder changes = new LongAdder();
    private volatile long lsn;
    private volatile long publishedAt = System.nanoTime();
    private long loggedAt = System.nanoTime();
    private long loggedChanges;

    /**
     * Counts.
     *
     * @param metrics takes the figures, too
     * @param health is told whether batches get through
     */
    public CaptureCounters(CaptureMetrics metrics, CaptureHealth health) {
        this.metrics = metrics;
        this.health = health;
    }

    /** A batch is on its way. */
    void publishing() {
        health.batchBegan();
    }

    /** Something is tried again. */
    void heldUp(TidemarkException why) {
        health.heldUp(String.valueOf(why.getMessage()));
    }

    /** A snapshot's row has come. */
    void snapshotRow(String topic) {
        metrics.snapshotRow(topic);
    }

    void published(Segment segment) {
        count(segment.records());
        metrics.batch();
        segment.boundary().ifPresent(boundary -> metrics.progress(boundary.lsn(), boundary.committedAt()));
        health.batchPublished();
        if (segment.position() instanceof Position.Streaming streaming) {
            lsn = streaming.lsn().value();
        }
        publishedAt = System.nanoTime();
        long now = System.nanoTime();
        if (now - loggedAt >= LOG_EVERY_NANOS) {
            long total = changes.sum();
            if (total != loggedChanges) {
                LOG.info("captured {} row changes, {} in all, up to LSN {}", total - loggedChanges, total, sourceLsn());
            }
            loggedAt = now;
            loggedChanges = total;
        }
    }

    /** Records of one table come in runs: one addition for each run. */
    private void count(List<ProducerRecord<byte[], byte[]>> records) {
        String topic = "";
        long run = 0;
        for (ProducerRecord<byte[], byte[]> record : records) {
            if (!record.topic().equals(topic)) {
                count(topic, run);
                topic = record.topic();
                run = 0;
            }
            run += record.value() == null ? 0 : 1;
        }
        count(topic, run);
    }

    private void count(String topic, long run) {
        if (run > 0) {
            changes.add(run);
            metrics.published(topic, run);
        }
    }

    /** Row changes committed to table topics since the start; a delete counts once. */
    public long publishedChanges() {
        return changes.sum();
    }

    /** Nanoseconds since something was committed to Kafka, or since the start. */
    public long nanosSincePublished() {
        return System.nanoTime() - publishedAt;
    }

    /** Every transaction up to this position of the log is committed to Kafka; 0/0 before that is so. */
    public Lsn sourceLsn() {
        return new Lsn(lsn);
    }
}
