package io.tidemark.concurrent;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits longer after each failure in a row, and not at all once it is stopped: for loops whose rounds differ, or which must
 * end at once. For one action that is repeated until it goes through see {@link Retries}. Thread-safe to stop.
 */
public final class Backoff {

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final long firstMillis;
    private final long longestMillis;
    private long nextMillis;

    /** Waits from 100 ms to 5 s. */
    public Backoff() {
        this(Duration.ofMillis(100), Duration.ofSeconds(5));
    }

    /** Each wait is twice as long as the one before. */
    public Backoff(Duration first, Duration longest) {
        firstMillis = first.toMillis();
        longestMillis = longest.toMillis();
        nextMillis = firstMillis;
    }

    /** Forgets the failures so far; for the thread that waits. */
    public void reset() {
        nextMillis = firstMillis;
    }

    /**
     * Waits before the next round.
     *
     * @return false when it was stopped: there is no next round
     */
    public boolean await() throws InterruptedException {
        long wait = nextMillis;
        nextMillis = Math.min(longestMillis, wait * 2);
        return !stopped.await(wait, TimeUnit.MILLISECONDS);
    }

    /** Ends every wait, now and later. */
    public void stop() {
        stopped.countDown();
    }

    public boolean isStopped() {
        return stopped.getCount() == 0;
    }
}
