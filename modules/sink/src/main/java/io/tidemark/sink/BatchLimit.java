package io.tidemark.sink;

/**
 * How much one flush holds at most beside its number of rows: the bytes of its records, and a share for each row, because a small
 * row takes memory in Neo4j, too. Cut in half when Neo4j's memory was not enough, and raised slowly after many flushes that were.
 * The tasks of a sink share one. Thread-safe.
 */
final class BatchLimit {

    /** More than 5,000 ordinary rows. */
    static final long MOST = 16L * 1024 * 1024;

    /** What a row counts beside the bytes of its record. */
    static final int OF_A_ROW = 512;

    /** So many flushes that filled at least half of the limit raise it. */
    static final int BEFORE_RAISE = 50;

    private long limit = MOST;
    private int filled;

    /** What a record counts. */
    static long weight(ReadRecord read) {
        return OF_A_ROW
                + (read.key() == null ? 0 : read.key().length)
                + (read.value() == null ? 0 : (long) read.value().length);
    }

    synchronized long weight() {
        return limit;
    }

    /** A flush of this weight was too much; returns what is allowed from now on. */
    synchronized long cut(long weight) {
        limit = Math.max(OF_A_ROW, Math.min(limit, weight) / 2);
        filled = 0;
        return limit;
    }

    /** A flush of this weight was applied. */
    synchronized void applied(long weight) {
        if (limit < MOST && weight >= limit / 2 && ++filled >= BEFORE_RAISE) {
            limit = Math.min(MOST, limit + limit / 4);
            filled = 0;
        }
    }
}
