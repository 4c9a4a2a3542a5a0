package io.tidemark.capture.telemetry;

import io.tidemark.capture.publish.CaptureListener;
import io.tidemark.capture.publish.Segment;
import io.tidemark.model.position.Lsn;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much was published and how far; logs it every few seconds while it moves. Thread-safe to read. */
public final class CaptureCounters implements CaptureListener {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureCounters.class);
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongAdder changes = new LongAdder();
    private volatile Lsn sourceLsn = new Lsn(0);
    private long loggedAt = System.nanoTime();
    private long loggedChanges;

    @Override
    public void batchPublished(Segment batch) {
        batch.changes().values().forEach(changes::add);
        batch.position().streaming().ifPresent(streaming -> sourceLsn = streaming.lsn());
        long now = System.nanoTime();
        if (now - loggedAt >= LOG_EVERY_NANOS) {
            long total = changes.sum();
            if (total != loggedChanges) {
                LOG.info("captured {} row changes, {} in all, up to LSN {}", total - loggedChanges, total, sourceLsn);
            }
            loggedAt = now;
            loggedChanges = total;
        }
    }

    /** Row changes committed to table topics since the start; a delete counts once. */
    public long publishedChanges() {
        return changes.sum();
    }

    /** Every transaction up to this position of the log is committed to Kafka; 0/0 before that is so. */
    public Lsn sourceLsn() {
        return sourceLsn;
    }
}
