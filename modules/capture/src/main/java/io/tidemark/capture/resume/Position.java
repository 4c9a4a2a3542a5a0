package io.tidemark.capture.resume;

import io.tidemark.model.position.Lsn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far the capture is in what it reads. */
public sealed interface Position {

    /** Where the log is read; empty while a snapshot is being taken. */
    Optional<Streaming> streaming();

    /** By table topic, for each partition: where records end that the topic must not keep without a newer one. */
    Map<String, List<Long>> sweepBelow();

    /**
     * A snapshot is being taken. It cannot be continued: after a stop it starts again, with a slot of its own.
     *
     * @param sweepBelow by table topic, for each partition: where records end that are older than this snapshot. Keys with
     *     nothing newer go once it is complete
     */
    record Snapshot(Map<String, List<Long>> sweepBelow) implements Position {

        public Snapshot {
            sweepBelow = Map.copyOf(sweepBelow);
        }

        @Override
        public Optional<Streaming> streaming() {
            return Optional.empty();
        }
    }

    /**
     * The log is being read.
     *
     * @param lsn every transaction that committed at or before it is published, and none after it but the unfinished one.
     *     The end of a commit, or a later position between two transactions: the only places where Postgres can be asked
     *     to resume without loss
     * @param unfinished the transaction that follows, when a part of it is published already
     */
    record Streaming(Lsn lsn, Optional<Unfinished> unfinished) implements Position {

        @Override
        public Optional<Streaming> streaming() {
            return Optional.of(this);
        }

        @Override
        public Map<String, List<Long>> sweepBelow() {
            return Map.of();
        }
    }

    /**
     * A transaction of which some is published. Postgres sends it again from its first row.
     *
     * @param transactionId Postgres' 32 bit transaction id
     * @param published its first so many events are published; Debezium counts them as {@code total_order}
     */
    record Unfinished(long transactionId, long published) {}
}
