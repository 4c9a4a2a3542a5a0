package io.tidemark.capture.publish;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits longer after each failure in a row, from 100 ms to 5 s, and not at all once it is stopped. Thread-safe to stop. */
public final class Backoff {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private long nextMillis = FIRST_MILLIS;

    /** Forgets the failures so far; for the thread that waits. */
    public void reset() {
        nextMillis = FIRST_MILLIS;
    }

    /**
     * Waits before the next try.
     *
     * @return false when it was stopped: there is no next try
     */
    public boolean await() throws InterruptedException {
        long wait = nextMillis;
        nextMillis = Math.min(LONGEST_MILLIS, wait * 2);
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
