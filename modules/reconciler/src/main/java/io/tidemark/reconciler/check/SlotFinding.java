package io.tidemark.reconciler.check;

import io.tidemark.model.Problem;
import io.tidemark.model.amount.Amounts;
import io.tidemark.postgres.ReplicationSlot;
import java.util.Optional;

/** What is to be said of the replication slot. Pure. */
final class SlotFinding {

    private static final String WHAT = "slot";
    private static final long MUCH_LOG = 1L << 30;
    private static final String RESNAPSHOT =
            "run ./tidemark capture --resnapshot: it reads all tables again and removes"
                    + " what was deleted meanwhile";

    private SlotFinding() {}

    /**
     * Judges.
     *
     * @param database the pipeline's
     * @param hasRun whether the graph says that a capture has run before
     */
    static Finding of(String name, String database, Optional<ReplicationSlot> found, boolean hasRun) {
        if (found.isEmpty()) {
            return hasRun
                    ? Finding.fail(WHAT, "there is no slot " + name + " any more, so changes were lost", RESNAPSHOT)
                    : Finding.warn(
                            WHAT,
                            "there is no slot " + name + " yet, as before the first capture",
                            "start ./tidemark capture, which makes it");
        }
        ReplicationSlot slot = found.get();
        Optional<Problem> another = slot.ofAnother(database);
        if (another.isPresent()) {
            return Finding.fail(WHAT, another.get().what(), another.get().fix());
        }
        if (slot.isLost()) {
            return Finding.fail(WHAT, name + " has lost the log it needs (wal_status lost)", RESNAPSHOT);
        }
        String state = name + (slot.activeProcess() == 0 ? " is not read" : " is read") + ", wal_status "
                + slot.walStatus() + ", keeps " + Amounts.bytes(slot.retainedBytes()) + " of log";
        if ("unreserved".equals(slot.walStatus())) {
            return Finding.fail(
                    WHAT,
                    state + ": it is lost at the next checkpoint",
                    "raise max_slot_wal_keep_size and start capture");
        }
        if (slot.activeProcess() == 0) {
            return Finding.warn(WHAT, state, "start ./tidemark capture: the log grows until somebody reads it");
        }
        return slot.retainedBytes() > MUCH_LOG
                ? Finding.warn(WHAT, state, "see in capture's log why it does not keep up, and watch Postgres' disk")
                : Finding.ok(WHAT, state);
    }
}
