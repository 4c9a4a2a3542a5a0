package io.tidemark.reconciler.verify;

import java.time.Instant;
import java.util.List;

/**
 * What a comparison came to.
 *
 * @param scope which keys were compared, in words
 * @param began when it began; for one that was resumed, as if it had worked without a pause
 * @param ended when it ended
 * @param tables one result for each table
 */
public record VerifyResult(String scope, Instant began, Instant ended, List<TableResult> tables) {

    public VerifyResult {
        tables = List.copyOf(tables);
    }

    /** What it means. */
    public enum Verdict {
        /** Everything that was asked for was compared and is equal. */
        IN_SYNC,
        /** There is drift; whether everything was compared is said besides. */
        DRIFT,
        /** No drift was found, but not everything could be compared. */
        INCOMPLETE
    }

    public Verdict verdict() {
        if (driftCount() > 0) {
            return Verdict.DRIFT;
        }
        return isComplete() ? Verdict.IN_SYNC : Verdict.INCOMPLETE;
    }

    public long driftCount() {
        return tables.stream().mapToLong(TableResult::drifts).sum();
    }

    public boolean isComplete() {
        return tables.stream().allMatch(TableResult::complete);
    }

    /** Rows compared, in all tables. */
    public long rows() {
        return tables.stream().mapToLong(TableResult::rows).sum();
    }
}
