package io.tidemark.reconciler.verify;

import com.fasterxml.jackson.core.type.TypeReference;
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
public record LastVerify(Origin origin, VerifyResult result, long oldestTransaction, boolean everything) {

    /** Its file in the state folder. */
    public static final String FILE = "last-verify.json";

    /** @param mapped how many tables the mapping has */
    static void write(StateFolder state, Origin origin, VerifyResult result, long oldest, VerifyPlan plan, int mapped) {
        boolean everything = !(plan.scope() instanceof VerifyPlan.Scope.Sample)
                && plan.elements().size() == mapped;
        state.write(FILE, new LastVerify(origin, result, oldest, everything));
    }

    /** The last one; empty when there was none. */
    public static Optional<LastVerify> read(StateFolder state) {
        return state.read(FILE, new TypeReference<LastVerify>() {});
    }

    /**
     * From which transaction on a comparison since the last one has to look.
     *
     * @throws TidemarkException USAGE when there was none, or it is of other sides, or left something out
     */
    public static long checkpoint(StateFolder state, Origin origin) {
        LastVerify last = read(state)
                .filter(found -> found.everything()
                        && found.result().isComplete()
                        && found.result().driftCount() == 0)
                .orElseThrow(() -> new TidemarkException(
                        Category.USAGE,
                        "no complete comparison without drift is kept in " + state.file(FILE)
                                + ": run verify once without --since-checkpoint, and repair what it finds"));
        origin.requireSame(last.origin(), state.file(FILE));
        return last.oldestTransaction();
    }
}
