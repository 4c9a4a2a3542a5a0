package io.tidemark.console.status;

import io.tidemark.console.status.PipelineStatus.Capture;
import io.tidemark.console.status.PipelineStatus.Graph;
import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.PipelineStatus.Part;
import io.tidemark.console.status.PipelineStatus.Problem;
import io.tidemark.console.status.PipelineStatus.Reconciliation;
import io.tidemark.console.status.PipelineStatus.Sink;
import io.tidemark.console.status.PipelineStatus.Slot;
import io.tidemark.console.status.PipelineStatus.Source;
import io.tidemark.console.status.PipelineStatus.Topic;
import io.tidemark.console.status.PipelineStatus.Unknown;
import io.tidemark.model.amount.Amounts;
import io.tidemark.model.position.Filling;
import io.tidemark.model.position.Lsn;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a person should look at. Pure. */
final class Diagnosis {

    /** A pipeline that runs and keeps up is at a second or two. */
    static final double LATE_SECONDS = 30;

    /** In seconds. */
    static final double STALE_SECONDS = 300;

    /** A comparison every night has two hours to spare. */
    static final Duration OVERDUE = Duration.ofHours(26);

    private final PipelineStatus status;
    private final Set<Part> slow;
    private final List<String> missingTopics;
    private final @Nullable Path comparisons;
    private final List<io.tidemark.model.Problem> misfits;
    private final List<Problem> leftovers;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Prepares to judge.
     *
     * @param status what was read; its health and problems are not looked at
     * @param slow parts that are not in the status only because they have not answered yet: no more than a warning, since a busy
     *     machine does that to one that is well
     * @param missingTopics topics that should exist and do not
     * @param comparisons the folder that was looked into for a comparison; null when none was, or could be
     * @param misfits where the tables are no longer as the mapping has them
     * @param leftovers what pipelines that do not run have left, and mappings that differ
     */
    Diagnosis(
            PipelineStatus status,
            Set<Part> slow,
            List<String> missingTopics,
            @Nullable Path comparisons,
            List<io.tidemark.model.Problem> misfits,
            List<Problem> leftovers) {
        this.leftovers = leftovers;
        this.misfits = misfits;
        this.status = status;
        this.slow = slow;
        this.missingTopics = missingTopics;
        this.comparisons = comparisons;
    }

    /** The worst first, then in the direction of the data. */
    List<Problem> problems() {
        away();
        Source source = status.source();
        if (source != null) {
            slot(source.slot());
            misfits();
        }
        capture();
        topics();
        sink();
        graph();
        reconciliation();
        problems.addAll(leftovers);
        problems.sort(Comparator.comparing(Problem::severity).reversed().thenComparing(Problem::part));
        return List.copyOf(problems);
    }

    private void away() {
        if (status.source() == null) {
            away(Part.POSTGRES, "Postgres", "postgres-down.md");
        }
        if (status.sink() == null) {
            away(Part.KAFKA, "Kafka", "kafka-down.md");
        }
        if (status.graph() == null) {
            away(Part.NEO4J, "Neo4j", "neo4j-down.md");
        }
    }

    private void away(Part part, String name, String runbook) {
        if (slow.contains(part)) {
            warning(part, reason(part), runbook);
        } else {
            failing(part, name + " cannot be read: " + reason(part), runbook);
        }
    }

    private String reason(Part part) {
        return status.unknown().stream()
                .filter(unknown -> unknown.part() == part)
                .map(Unknown::reason)
                .findFirst()
                .orElse("nobody says why");
    }

    private void slot(@Nullable Slot slot) {
        if (slot == null) {
            if (hasCaptured()) {
                failing(
                        Part.CAPTURE,
                        "the replication slot is gone, and with it the changes since: only a new snapshot helps",
                        "slot-lost.md");
            } else {
                failing(Part.CAPTURE, "there is no replication slot: no capture has run yet", "capture-down.md");
            }
            return;
        }
        String walStatus = slot.walStatus() == null ? "reserved" : slot.walStatus();
        switch (walStatus) {
            case "lost" ->
                failing(
                        Part.CAPTURE,
                        "slot " + slot.name() + " has lost the log it needs: only a new snapshot helps",
                        "slot-lost.md");
            case "unreserved" ->
                failing(
                        Part.POSTGRES,
                        "slot " + slot.name() + " is lost at the next checkpoint: it needs "
                                + Amounts.bytes(slot.retainedBytes()) + " of log, more than Postgres may keep",
                        "wal-filling-the-disk.md");
            case "extended" ->
                warning(
                        Part.POSTGRES,
                        "slot " + slot.name() + " keeps " + Amounts.bytes(slot.retainedBytes())
                                + " of log, more than max_wal_size",
                        "wal-filling-the-disk.md");
            default -> {}
        }
        if (!slot.active() && !"lost".equals(walStatus)) {
            failing(
                    Part.CAPTURE,
                    "nobody reads slot " + slot.name() + ", which keeps " + Amounts.bytes(slot.retainedBytes())
                            + " of log: no capture runs",
                    "slot-inactive.md");
        }
    }

    /** A row that is written meanwhile loses the property of a column that is gone, and nothing else fails. */
    private void misfits() {
        for (io.tidemark.model.Problem misfit : misfits) {
            warning(
                    Part.POSTGRES,
                    "the mapping no longer fits: " + misfit
                            + "; until then rows that are written lose what is missing: change the table back, or correct the mapping and"
                            + " restart capture and sink, then ./tidemark reconcile repair",
                    null);
        }
    }

    private boolean hasCaptured() {
        Graph graph = status.graph();
        return status.capture() != null || (graph != null && graph.tidemark() != null);
    }

    private void capture() {
        Capture capture = status.capture();
        // while a snapshot is taken, the topics have no position; that of the graph is withdrawn, which is said below
        if (capture != null && Lsn.parse(capture.lsn()).value() != 0) {
            late(Part.CAPTURE, "the topics are", capture.lagBytes(), capture.lagSeconds(), "capture-down.md");
            if (isOfAnotherLog(capture.lsn(), capture.committedAt())) {
                anotherLog(Part.CAPTURE, "the capture has stated " + capture.lsn());
            }
        }
        filling();
    }

    /** Everything else is said of all tables but these. */
    private void filling() {
        Capture capture = status.capture();
        Graph graph = status.graph();
        List<Filling> filling = capture == null ? List.of() : capture.filling();
        for (Filling each : filling) {
            warning(
                    Part.CAPTURE,
                    "table " + each.table() + " is new in the mapping and is being filled: " + each.text(status.at())
                            + "; until then the tidemark does not cover it",
                    null);
        }
        List<String> applied = new ArrayList<>(graph == null ? List.of() : graph.filling());
        filling.forEach(each -> applied.remove(each.table()));
        applied.forEach(table -> warning(
                Part.NEO4J, "table " + table + " is filled in its topic; the tidemark does not cover it yet", null));
    }

    private void topics() {
        if (!missingTopics.isEmpty()) {
            failing(
                    Part.KAFKA,
                    "Kafka has no topic " + String.join(", ", missingTopics)
                            + ": run ./tidemark setup, or correct TIDEMARK_PREFIX",
                    null);
        }
    }

    private void sink() {
        Sink sink = status.sink();
        if (sink != null && sink.members() == 0) {
            long waiting = status.topics().stream().mapToLong(Topic::lag).sum();
            failing(
                    Part.SINK,
                    "no sink runs: group " + sink.group() + " is "
                            + sink.state().toLowerCase(Locale.ROOT) + ", "
                            + Amounts.count(waiting, "record waits", "records wait"),
                    "sink-down.md");
        }
        Long deadLetters = status.deadLetters();
        if (deadLetters != null && deadLetters > 0) {
            warning(
                    Part.SINK,
                    Amounts.count(deadLetters, "record", "records") + " could not be applied and "
                            + (deadLetters == 1 ? "is" : "are") + " not settled",
                    "dead-letters.md");
        }
    }

    private void graph() {
        Graph graph = status.graph();
        if (graph == null) {
            return;
        }
        if (graph.hold() != null) {
            warning(Part.NEO4J, "a hold keeps the sink waiting: " + graph.hold(), "hold.md");
        }
        Instant committedAt = graph.committedAt();
        if (graph.tidemark() == null
                || committedAt == null
                || Lsn.parse(graph.tidemark()).value() == 0) {
            warning(
                    Part.NEO4J,
                    "the graph does not say how far it is: it is being filled, or no sink has run",
                    "tidemark-stale.md");
            return;
        }
        late(Part.NEO4J, "the graph is", graph.lagBytes(), graph.lagSeconds(), "tidemark-stale.md");
        if (isOfAnotherLog(graph.tidemark(), committedAt)) {
            anotherLog(Part.NEO4J, "the graph's tidemark is " + graph.tidemark());
        }
    }

    private boolean isOfAnotherLog(String lsn, Instant committedAt) {
        Source source = status.source();
        return source != null
                && LogLag.isOfAnotherLog(Lsn.parse(lsn), committedAt, Lsn.parse(source.written()), source.now());
    }

    private void anotherLog(Part part, String what) {
        Source source = status.source();
        failing(
                part,
                what + ", but Postgres' log ends at " + (source == null ? "?" : source.written())
                        + ": it is another database, or it was reset",
                "slot-lost.md");
    }

    private void late(Part part, String what, @Nullable Long bytes, @Nullable Double seconds, String runbook) {
        if (bytes == null || seconds == null || bytes == 0 || seconds <= LATE_SECONDS) {
            return;
        }
        String text = what + " " + Amounts.time(seconds) + " behind Postgres, " + Amounts.bytes(bytes) + " of log";
        if (seconds > STALE_SECONDS) {
            failing(part, text, runbook);
        } else {
            warning(part, text, runbook);
        }
    }

    private void reconciliation() {
        Reconciliation last = status.reconciliation();
        if (comparisons == null) {
            return;
        }
        if (last == null) {
            warning(
                    Part.RECONCILER,
                    "no comparison has come to its end in " + comparisons + " yet",
                    "reconciler-overdue.md");
            return;
        }
        if (last.drifts() > 0) {
            warning(
                    Part.RECONCILER,
                    "the last comparison found " + Amounts.count(last.drifts(), "key that differs", "keys that differ"),
                    "drift-found.md");
        }
        Duration age = Duration.between(last.ended(), status.at());
        if (age.compareTo(OVERDUE) > 0) {
            warning(
                    Part.RECONCILER,
                    "the last comparison ended " + Amounts.time((double) age.toSeconds()) + " ago",
                    "reconciler-overdue.md");
        }
    }

    private void failing(Part part, String text, @Nullable String runbook) {
        problems.add(new Problem(part, Health.FAILING, text, runbook));
    }

    private void warning(Part part, String text, @Nullable String runbook) {
        problems.add(new Problem(part, Health.WARNING, text, runbook));
    }
}
