package io.tidemark.reconciler.check;

import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.position.Lsn;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a graph is behind its source.
 *
 * @param bytes of log that the graph does not have yet; most of them may be of no mapped table
 * @param seconds since the last commit that the graph has, by Postgres' clock; 0 when no log is behind it. A pipeline
 *     that runs has a commit every second, so a second or two means caught up
 */
record Lag(long bytes, double seconds) {

    private static final double MILLIS_A_SECOND = 1_000;

    /**
     * Compares.
     *
     * @param written how far the source's log was written
     * @param now the source's clock at that time
     */
    static Lag of(Tidemark tidemark, Lsn written, Instant now) {
        long bytes = Math.max(0, written.bytesSince(tidemark.lsn()));
        long millis = Duration.between(tidemark.committedAt(), now).toMillis();
        return new Lag(bytes, bytes == 0 ? 0 : Math.max(0, millis) / MILLIS_A_SECOND);
    }
}
