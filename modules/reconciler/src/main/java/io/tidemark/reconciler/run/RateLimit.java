package io.tidemark.reconciler.run;

import java.time.Duration;

/** Keeps work at a bounded rate. One thread. */
public final class RateLimit {

    /** Work at a bounded rate must not come in bursts much longer than this. */
    private static final int SECONDS_A_CHUNK = 2;

    private final double rowsPerSecond;
    private final Stop stop;
    private final long start = System.nanoTime();
    private long rows;

    /**
     * A rate that is counted from now on.
     *
     * @param rowsPerSecond the most there should be on average; 0 for no limit
     * @param stop ends a wait
     */
    public RateLimit(double rowsPerSecond, Stop stop) {
        this.rowsPerSecond = rowsPerSecond;
        this.stop = stop;
    }

    /** How many rows a chunk has: fewer than asked for where the rate is low, at least one. */
    public static int chunkRows(int asked, double rowsPerSecond) {
        return rowsPerSecond == 0 ? asked : (int) Math.max(1, Math.min(asked, rowsPerSecond * SECONDS_A_CHUNK));
    }

    /** Counts rows, and waits while they come too fast. */
    public void pass(long more) throws InterruptedException {
        rows += more;
        if (rowsPerSecond > 0) {
            long due = start + (long) (rows / rowsPerSecond * 1e9);
            stop.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        }
    }
}
