package io.tidemark.reconciler.verify;

import io.tidemark.model.mapping.ElementMapping;
import java.util.List;

/**
 * What to compare, and how fast.
 *
 * @param elements the tables, in order
 * @param scope which of their keys
 * @param chunkRows about how many rows are read at once, at least 1
 * @param rowsPerSecond the most rows to compare a second; 0 for as many as go
 */
public record VerifyPlan(List<ElementMapping> elements, Scope scope, int chunkRows, double rowsPerSecond) {

    public static final int DEFAULT_CHUNK_ROWS = 10_000;

    private static final int SECONDS_A_CHUNK = 2;

    public VerifyPlan {
        elements = List.copyOf(elements);
    }

    /** Rows read at once: fewer than {@link #chunkRows} where the pace is slow. */
    int rowsAtOnce() {
        return rowsPerSecond == 0 ? chunkRows : (int) Math.max(1, Math.min(chunkRows, rowsPerSecond * SECONDS_A_CHUNK));
    }

    /** Which keys of a table are compared. */
    public sealed interface Scope {

        /** All, in both directions. */
        record All() implements Scope {}

        /**
         * Some by chance, from both sides.
         *
         * @param keys about how many of each table
         */
        record Sample(int keys) implements Scope {}

        /**
         * Those whose rows were written since; deletes since then are not looked for.
         *
         * @param transactionId see {@link io.tidemark.postgres.RowSample#writtenSince}
         */
        record WrittenSince(long transactionId) implements Scope {}
    }
}
