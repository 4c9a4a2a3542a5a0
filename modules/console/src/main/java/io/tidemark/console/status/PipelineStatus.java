package io.tidemark.console.status;

import io.tidemark.model.position.Filling;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole pipeline at one moment, read from outside: from Postgres, the broker and the graph, never from the apps, so that
 * it tells the truth also while they are dead. What could not be read is null, and {@link #unknown} says why. Immutable.
 *
 * @param at when it was read, by the reader's clock
 * @param prefix the pipeline's
 * @param health in one word
 * @param problems what a person should look at, the worst first
 * @param source Postgres' log and the slot; null when Postgres is away
 * @param capture how far the topics are; null when the broker is away
 * @param topics the table topics, in the order of the mapping; empty when the broker is away
 * @param sink its group on the broker; null when the broker is away
 * @param graph how far the graph is; null when Neo4j is away
 * @param deadLetters records that could not be applied and are not settled; null when not known
 * @param reconciliation the last comparison; null when none is kept where the reader looked
 * @param unknown what could not be read, one line each
 */
public record PipelineStatus(
        Instant at,
        String prefix,
        Health health,
        List<Problem> problems,
        @Nullable Source source,
        @Nullable Capture capture,
        List<Topic> topics,
        @Nullable Sink sink,
        @Nullable Graph graph,
        @Nullable Long deadLetters,
        @Nullable Reconciliation reconciliation,
        List<Unknown> unknown) {

    public PipelineStatus {
        problems = List.copyOf(problems);
        topics = List.copyOf(topics);
        unknown = List.copyOf(unknown);
    }

    /** What could not be read and is not already told by a problem. */
    public List<Unknown> untold() {
        return unknown.stream()
                .filter(each ->
                        problems.stream().noneMatch(problem -> problem.text().contains(each.reason())))
                .toList();
    }

    /** In one word, the worst of all parts. */
    public enum Health {
        /** Everything runs and the graph is fresh. */
        OK,
        /** It runs, and a person should look at it soon. */
        WARNING,
        /** The graph does not follow, or cannot be shown to. */
        FAILING
    }

    /** The parts of the pipeline, in the direction of the data. */
    public enum Part {
        POSTGRES,
        CAPTURE,
        KAFKA,
        SINK,
        NEO4J,
        RECONCILER
    }

    /**
     * What a person should look at.
     *
     * @param part where it is
     * @param severity WARNING or FAILING
     * @param text one line, with the figure
     * @param runbook the file name of its page in {@code ops/runbooks}, for example {@code sink-down.md}; null without one
     */
    public record Problem(
            Part part,
            Health severity,
            String text,
            @Nullable String runbook) {}

    /**
     * Postgres' side.
     *
     * @param written how far the log is written, as Postgres prints it
     * @param now Postgres' clock
     * @param slot null when there is none
     */
    public record Source(
            String written, Instant now, @Nullable Slot slot) {}

    /**
     * The replication slot.
     *
     * @param active whether somebody reads it
     * @param walStatus reserved, extended, unreserved or lost; null while it is being made
     * @param retainedBytes log that is kept for it
     * @param safeBytes log that may still be written before it is lost; null without a limit
     */
    public record Slot(
            String name,
            boolean active,
            @Nullable String walStatus,
            long retainedBytes,
            @Nullable Long safeBytes) {}

    /**
     * The newest progress that the capture has stated.
     *
     * @param lsn everything up to it is in the topics, as Postgres prints it; 0/0 while a snapshot is taken
     * @param committedAt the commit time it stands for, by Postgres' clock
     * @param lagBytes log that the topics do not have yet; null when Postgres is away
     * @param lagSeconds Postgres' clock less {@code committedAt}, 0 when no log is behind it; null when Postgres is away
     * @param filling tables that are new in the mapping, and how far they are filled: for these the rest does not hold yet
     */
    public record Capture(
            String lsn,
            Instant committedAt,
            @Nullable Long lagBytes,
            @Nullable Double lagSeconds,
            List<Filling> filling) {

        public Capture {
            filling = List.copyOf(filling);
        }

        /** Without a table that is being filled. */
        public Capture(String lsn, Instant committedAt, @Nullable Long lagBytes, @Nullable Double lagSeconds) {
            this(lsn, committedAt, lagBytes, lagSeconds, List.of());
        }
    }

    /**
     * A table topic.
     *
     * @param table with its schema
     * @param partitions in their order
     */
    public record Topic(String topic, String table, List<Partition> partitions) {

        public Topic {
            partitions = List.copyOf(partitions);
        }

        /** Offsets that the graph does not have yet. */
        public long lag() {
            return partitions.stream().mapToLong(Partition::lag).sum();
        }

        /** The sum of the partitions' ends: grows with every record. */
        public long end() {
            return partitions.stream().mapToLong(Partition::end).sum();
        }
    }

    /**
     * A partition.
     *
     * @param end the offset of the next record to be written, as a reader of committed records sees it
     * @param committed the group's committed offset on the broker; null before the first commit
     * @param applied the offset after the last one that the graph has; null when Neo4j is away
     * @param lag offsets from what the graph has, or while Neo4j is away from {@code committed}, to the end
     */
    public record Partition(
            int partition,
            long end,
            @Nullable Long committed,
            @Nullable Long applied,
            long lag) {}

    /**
     * The sink's consumer group as the broker sees it.
     *
     * @param group its id
     * @param state as Kafka names it: Stable, Empty, Dead, PreparingRebalance, CompletingRebalance
     * @param members threads in it
     */
    public record Sink(String group, String state, int members) {}

    /**
     * The graph's side.
     *
     * @param tidemark as Postgres prints it; null when the graph states none
     * @param committedAt the commit time it stands for, by Postgres' clock; null without a tidemark
     * @param appliedAt when it was written, by Neo4j's clock; null without a tidemark
     * @param lagBytes log that the graph does not have yet; null when Postgres is away or without a tidemark
     * @param lagSeconds Postgres' clock less {@code committedAt}, 0 when no log is behind it; null as {@code lagBytes}
     * @param changes row changes applied since the graph was empty
     * @param hold why the sink is kept waiting; null when it is not
     * @param filling the tables that the tidemark does not cover yet
     */
    public record Graph(
            @Nullable String tidemark,
            @Nullable Instant committedAt,
            @Nullable Instant appliedAt,
            @Nullable Long lagBytes,
            @Nullable Double lagSeconds,
            long changes,
            @Nullable String hold,
            List<String> filling) {

        public Graph {
            filling = List.copyOf(filling);
        }

        /** With a tidemark that covers all tables. */
        public Graph(
                @Nullable String tidemark,
                @Nullable Instant committedAt,
                @Nullable Instant appliedAt,
                @Nullable Long lagBytes,
                @Nullable Double lagSeconds,
                long changes,
                @Nullable String hold) {
            this(tidemark, committedAt, appliedAt, lagBytes, lagSeconds, changes, hold, List.of());
        }
    }

    /**
     * The last comparison.
     *
     * @param ended when
     * @param verdict in_sync, drift or incomplete
     * @param rows compared
     * @param drifts keys that differ
     * @param unsettled keys that could not be judged
     */
    public record Reconciliation(Instant ended, String verdict, long rows, long drifts, long unsettled) {}

    /**
     * What could not be read.
     *
     * @param part where it is
     * @param reason one line, without secrets
     */
    public record Unknown(Part part, String reason) {}
}
