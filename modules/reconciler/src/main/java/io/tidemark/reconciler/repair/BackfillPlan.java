package io.tidemark.reconciler.repair;

import io.tidemark.model.mapping.ElementMapping;
import java.time.Duration;
import java.util.List;

/**
 * What a backfill refreshes, and how gently.
 *
 * @param elements whose tables, in this order
 * @param chunkRows rows a request, at least 1; other changes wait until the capture is through with some of them
 * @param maxLagBytes nothing more is asked for while the tidemark is further behind Postgres' log; 0 for any distance
 * @param maxLag nothing more is asked for while the tidemark is older; zero for any age
 * @param rowsPerSecond the most there should be on average; 0 for as many as go
 */
public record BackfillPlan(
        List<ElementMapping> elements, int chunkRows, long maxLagBytes, Duration maxLag, double rowsPerSecond) {

    public static final int DEFAULT_CHUNK_ROWS = 5_000;

    /** Rows must not be sent in bursts much longer than this. */
    private static final int SECONDS_A_CHUNK = 2;

    public BackfillPlan {
        elements = List.copyOf(elements);
        if (chunkRows < 1 || maxLagBytes < 0 || maxLag.isNegative() || rowsPerSecond < 0) {
            throw new IllegalArgumentException("a chunk has at least one row, and no limit is negative");
        }
    }

    /** Rows a request: fewer than {@link #chunkRows} where the pace is slow. */
    int rowsAtOnce() {
        return rowsPerSecond == 0 ? chunkRows : (int) Math.max(1, Math.min(chunkRows, rowsPerSecond * SECONDS_A_CHUNK));
    }
}
