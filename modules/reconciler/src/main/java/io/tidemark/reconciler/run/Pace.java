package io.tidemark.reconciler.run;

import java.time.Duration;

/** Keeps work at a bounded rate. One thread. */
public final class Pace {

    private final double rowsPerSecond;
    private final long start = System.nanoTime();
    private long rows;

    /** @param rowsPerSecond the most there should be on average; 0 for as many as go */
    public Pace(double rowsPerSecond) {
        this.rowsPerSecond = rowsPerSecond;
    }

    /** Counts rows, and waits while they came too fast. */
    public void pass(long more) throws InterruptedException {
        rows += more;
        if (rowsPerSecond > 0) {
            long due = start + (long) (rows / rowsPerSecond * 1e9);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(Duration.ofNanos(wait).toMillis());
            }
        }
    }
}
