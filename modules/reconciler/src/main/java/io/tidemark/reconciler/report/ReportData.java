package io.tidemark.reconciler.report;

import io.tidemark.reconciler.verify.Verify;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report tells.
 *
 * @param prefix the pipeline's
 * @param database the database's name
 * @param result what the comparison came to
 * @param everything whether the comparison was of every key, or of every row written since the one before
 * @param drifts the drifted keys that are listed
 * @param logged how many the list in the state folder has
 * @param tidemark how far the graph was; null when that was not kept
 * @param runs other runs worth telling
 */
record ReportData(
        String prefix,
        String database,
        Verify.Result result,
        boolean everything,
        List<DriftedKey> drifts,
        long logged,
        @Nullable String tidemark,
        List<Run> runs) {

    ReportData {
        drifts = List.copyOf(drifts);
        runs = List.copyOf(runs);
    }

    /**
     * Another run.
     *
     * @param what for example {@code repair}
     * @param ended when it ended
     * @param outcome one line
     */
    record Run(String what, Instant ended, String outcome) {}

    /** Drifts that have a key, which is what the list should have; strays have none. */
    long expected() {
        return result.driftCount() - result.strays();
    }

    /** Whether the list is that of this comparison: a later one that has not ended starts it again. */
    boolean listBelongs() {
        return logged == expected();
    }
}
