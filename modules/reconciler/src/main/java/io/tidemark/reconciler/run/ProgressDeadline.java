package io.tidemark.reconciler.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How long nothing may have gone through: longer than Neo4j takes to start again is too long. Thread-safe. */
public final class ProgressDeadline {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long NONE = 0;

    private final AtomicLong firstFailure = new AtomicLong(NONE);

    /** Something has failed: whether nothing has gone through for too long. */
    public boolean isPassed() {
        long now = Math.max(1, System.nanoTime());
        firstFailure.compareAndSet(NONE, now);
        return now - firstFailure.get() > LONGEST.toNanos();
    }

    /** Something has gone through. */
    public void extend() {
        firstFailure.set(NONE);
    }
}
