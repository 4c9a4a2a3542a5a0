package io.tidemark.capture.publish;

import io.tidemark.model.position.Lsn;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much was published and how far; says so in the log every few seconds while it moves. Thread-safe to read. */
public final class CaptureCounters {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureCounters.class);
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongAdder changes = new LongAdder();
    private volatile long lsn;
    private long loggedAt = System.nanoTime();
    private long loggedChanges;

    void published(int rows, Map<String, ?> sourceOffset) {
        changes.add(rows);
        if (sourceOffset.get("lsn") instanceof Long position) {
            lsn = position;
        }
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

    /** The log position of the last committed record; 0/0 before the first. */
    public Lsn sourceLsn() {
        return new Lsn(lsn);
    }
}
