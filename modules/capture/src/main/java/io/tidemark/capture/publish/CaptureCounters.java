package io.tidemark.capture.publish;

import io.tidemark.capture.resume.Position;
import io.tidemark.model.position.Lsn;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much was published and how far; says so in the log every few seconds while it moves. Thread-safe to read. */
public final class CaptureCounters {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureCounters.class);
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongAdder changes = new LongAdder();
    private volatile long lsn;
    private volatile long publishedAt = System.nanoTime();
    private long loggedAt = System.nanoTime();
    private long loggedChanges;

    void published(Segment segment) {
        for (ProducerRecord<byte[], byte[]> record : segment.records()) {
            if (record.value() != null) {
                changes.increment();
            }
        }
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
