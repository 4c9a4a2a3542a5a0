package io.tidemark.reconciler.verify;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.run.StateFolder;
import java.util.Optional;

/**
 * The last comparison that came to its end, as it is kept.
 *
 * @param origin what it belongs to
 * @param result what it came to
 * @param oldestTransaction the oldest transaction that ran when it began: what was written since then was written later
 * @param everything whether it compared every key of every mapped table
 */
public record LastVerify(Origin origin, Verify.Result result, long oldestTransaction, boolean everything) {

    /** The last one that compared everything and found nothing; gone as soon as any finds drift. */
    private static final String BASE = "clean-verify.json";

    /** Its file in the state folder. */
    public static final String FILE = "last-verify.json";

    /** The last one that read everything at both ends, whatever it found: what the console and its alarms go by. */
    private static final String WHOLE = "last-whole-verify.json";

    /** @param walked whether it read both ends from their beginning to their end, and not only what was written lately */
    void write(StateFolder state, boolean walked) {
        state.write(FILE, this);
        if (everything && walked) {
            state.write(WHOLE, this);
        }
        if (result.driftCount() > 0) {
            state.remove(BASE);
        } else if (everything && result.isComplete()) {
            state.write(BASE, this);
        }
    }

    /** The last one; empty when there was none. */
    public static Optional<LastVerify> read(StateFolder state) {
        return state.read(FILE, LastVerify.class);
    }

    /**
     * From which transaction on a comparison since the last one has to look.
     *
     * @throws TidemarkException USAGE when there was none, or it is of other sides, or left something out
     */
    public static long checkpoint(StateFolder state, Origin origin) {
        LastVerify last = state.read(BASE, LastVerify.class)
                .orElseThrow(() -> new TidemarkException(
                        Category.USAGE,
                        "no complete comparison without drift is kept in " + state.file(BASE)
                                + ": run verify once without --since-checkpoint, and repair what it finds"));
        origin.requireSame(last.origin(), state.file(BASE));
        return last.oldestTransaction();
    }
}
