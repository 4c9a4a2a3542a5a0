package io.tidemark.reconciler.rebuild;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How long nothing has gone through: longer than Neo4j takes to start again is too long. Thread-safe. */
final class Setback {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long NONE = 0;

    private final AtomicLong since = new AtomicLong(NONE);

    /** Something has failed: whether nothing has gone through for too long. */
    boolean isTooLong() {
        long now = Math.max(1, System.nanoTime());
        since.compareAndSet(NONE, now);
        return now - since.get() > LONGEST.toNanos();
    }

    /** Something has gone through. */
    void end() {
        since.set(NONE);
    }
}
