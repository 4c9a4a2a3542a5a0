package io.tidemark.capture;

import io.tidemark.capture.engine.SourceCheck;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.model.TidemarkException;
import io.tidemark.postgres.ReplicationSlot;
import java.util.Optional;

/** How a session starts. Pure. */
enum StartDecision {
    /** At the resume point, in the log. */
    RESUME,
    /** With a snapshot, over topics of which no resume point speaks. */
    NEW_SNAPSHOT,
    /** With a snapshot, because the last one was broken off. */
    REPEATED_SNAPSHOT;

    /**
     * Decides.
     *
     * @param resnapshot whether a person has asked for a new snapshot
     * @param last the last resume point in Kafka
     * @param slot the replication slot, when there is one
     * @param progress the topic of the resume points
     * @throws TidemarkException POSITION_LOST when only a new snapshot helps and none was asked for
     */
    static StartDecision of(
            boolean resnapshot, Optional<ResumePoint> last, Optional<ReplicationSlot> slot, String progress) {
        if (resnapshot) {
            return NEW_SNAPSHOT;
        }
        if (last.isPresent()) {
            return last.get().position().streaming().isPresent() ? RESUME : REPEATED_SNAPSHOT;
        }
        if (slot.isPresent()) {
            throw SourceCheck.lost("replication slot " + slot.get().name() + " exists, but " + progress
                    + " holds no resume point: the topic was lost, or the slot is another pipeline's");
        }
        return NEW_SNAPSHOT;
    }
}
