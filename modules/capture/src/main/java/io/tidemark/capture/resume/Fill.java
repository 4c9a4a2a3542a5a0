package io.tidemark.capture.resume;

import io.tidemark.model.position.Filling;
import java.time.Instant;
import java.util.List;

/**
 * A table that is new in the mapping, and how far its rows of before are read.
 *
 * @param behind a transaction, with its epoch: while an older one runs nothing is read, for it may have written rows before the
 *     publication had the table, and these are in no log
 * @param from the key from which it is still to be read, one text for each column; empty for the first
 * @param rows read so far
 * @param estimate how many rows Postgres believed it to have; 0 where they were never counted
 * @param sweepBelow for each partition of its topic: where records end that are older than the fill
 * @param beganMillis when it began, in milliseconds since 1970
 */
public record Fill(long behind, List<String> from, long rows, long estimate, List<Long> sweepBelow, long beganMillis) {

    public Fill {
        from = List.copyOf(from);
        sweepBelow = List.copyOf(sweepBelow);
    }

    /** The same so many rows later. */
    public Fill at(List<String> key, long moreRows) {
        return new Fill(behind, key, rows + moreRows, estimate, sweepBelow, beganMillis);
    }

    /** As progress states it. */
    public Filling of(String table) {
        return new Filling(table, rows, estimate, Instant.ofEpochMilli(beganMillis));
    }
}
