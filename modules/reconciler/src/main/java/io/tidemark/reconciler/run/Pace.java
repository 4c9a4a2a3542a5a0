package io.tidemark.reconciler.run;

import java.time.Duration;

/** Keeps work at a bounded rate. One thread. */
public final class Pace {

    private static final long LONGEST_SLEEP_MILLIS = 200;

    private final double rowsPerSecond;
    private final Stop stop;
    private final long start = System.nanoTime();
    private long rows;

    /**
     * A pace that begins now.
     *
     * @param rowsPerSecond the most there should be on average; 0 for as many as go
     * @param stop ends a wait
     */
    public Pace(double rowsPerSecond, Stop stop) {
        this.rowsPerSecond = rowsPerSecond;
        this.stop = stop;
    }

    /** Counts rows, and waits while they came too fast. */
    public void pass(long more) throws InterruptedException {
        rows += more;
        if (rowsPerSecond > 0) {
            long due = start + (long) (rows / rowsPerSecond * 1e9);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                stop.check();
                Thread.sleep(
                        Math.min(LONGEST_SLEEP_MILLIS, Duration.ofNanos(wait).toMillis() + 1));
            }
        }
    }
}
