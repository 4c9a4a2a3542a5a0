package io.tidemark.capture.resume;

import io.tidemark.model.position.Lsn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far the capture is in what it reads. */
public sealed interface Position {

    /**
     * A snapshot is being taken. It cannot be continued: after a stop it begins again, with a slot of its own.
     *
     * @param sweepBelow by table topic, for each partition: where records end that are older than this snapshot. Keys with
     *     nothing newer go once it is complete
     */
    record Snapshot(Map<String, List<Long>> sweepBelow) implements Position {

        public Snapshot {
            sweepBelow = Map.copyOf(sweepBelow);
        }
    }

    /**
     * The log is being read.
     *
     * @param lsn every transaction that committed at or before it is published, and none after it but the unfinished one.
     *     The end of a commit, or a later position between two transactions: the only places where Postgres can be asked
     *     to go on without loss
     * @param unfinished the transaction that follows, when a part of it is published already
     */
    record Streaming(Lsn lsn, Optional<Unfinished> unfinished) implements Position {}

    /**
     * A transaction of which some is published. Postgres sends it again from its first row.
     *
     * @param transactionId Postgres' 32 bit transaction id
     * @param published its first so many events are published; Debezium counts them as {@code total_order}
     */
    record Unfinished(long transactionId, long published) {}
}
