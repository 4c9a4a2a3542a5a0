package io.tidemark.cli.console;

import static io.tidemark.cli.terminal.TextTable.Column.left;
import static io.tidemark.cli.terminal.TextTable.Column.right;

import io.tidemark.cli.terminal.TextTable;
import io.tidemark.console.status.PipelineStatus;
import io.tidemark.console.status.PipelineStatus.Capture;
import io.tidemark.console.status.PipelineStatus.Graph;
import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.PipelineStatus.Problem;
import io.tidemark.console.status.PipelineStatus.Reconciliation;
import io.tidemark.console.status.PipelineStatus.Sink;
import io.tidemark.console.status.PipelineStatus.Slot;
import io.tidemark.console.status.PipelineStatus.Source;
import io.tidemark.console.status.PipelineStatus.Topic;
import io.tidemark.console.status.PipelineStatus.Unknown;
import io.tidemark.model.amount.Amounts;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A status as lines for a terminal, without ends of line. Pure. */
final class StatusText {

    private static final String UNKNOWN = "?";
    private static final String RUNBOOKS = "ops/runbooks/";
    private static final String RESET = "\u001b[0m";
    private static final TextTable NAMED = TextTable.of(left(13), left(0));

    private final PipelineStatus status;
    private final boolean colours;

    /** @param colours whether a terminal shows it */
    StatusText(PipelineStatus status, boolean colours) {
        this.status = status;
        this.colours = colours;
    }

    /** The whole pipeline. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(named(
                status.prefix(),
                coloured(status.health()) + "  at " + status.at().truncatedTo(ChronoUnit.SECONDS)));
        lines.add("");
        lines.add(named("Postgres", source(status.source())));
        lines.add(named("slot", slot(status.source())));
        lines.add(named("capture", capture(status.capture())));
        lines.add(named("sink", sink(status.sink())));
        lines.add(named("graph", graph(status.graph())));
        lines.add(named("dead letters", count(status.deadLetters())));
        Reconciliation reconciliation = status.reconciliation();
        if (reconciliation != null) {
            lines.add(named("reconciled", reconciliation(reconciliation)));
        }
        if (!status.topics().isEmpty()) {
            lines.add("");
            lines.addAll(topics());
        }
        if (!status.problems().isEmpty() || !status.untold().isEmpty()) {
            lines.add("");
        }
        status.problems().forEach(problem -> lines.add(problem(problem)));
        status.untold().forEach(unknown -> lines.add(unknown(unknown)));
        return lines;
    }

    /** All that matters in one line, for what is no terminal. */
    String line() {
        List<String> parts = new ArrayList<>();
        parts.add(status.at().truncatedTo(ChronoUnit.SECONDS) + " " + status.health());
        Graph graph = status.graph();
        parts.add(
                "graph " + behind(graph == null ? null : graph.lagSeconds(), graph == null ? null : graph.lagBytes()));
        parts.add(
                status.sink() == null
                        ? "topics " + UNKNOWN
                        : Amounts.count(
                                status.topics().stream().mapToLong(Topic::lag).sum(), "record waits", "records wait"));
        parts.add("dead letters " + count(status.deadLetters()));
        status.problems().forEach(problem -> parts.add(problem.severity() + " " + problem.text()));
        return String.join(" | ", parts);
    }

    private static String source(@Nullable Source source) {
        return source == null ? UNKNOWN : "log written to " + source.written();
    }

    private static String slot(@Nullable Source source) {
        if (source == null) {
            return UNKNOWN;
        }
        Slot slot = source.slot();
        if (slot == null) {
            return "none";
        }
        Long safe = slot.safeBytes();
        return slot.name() + (slot.active() ? " is read" : " is not read") + ", keeps "
                + Amounts.bytes(slot.retainedBytes()) + " of log, wal_status " + slot.walStatus()
                + (safe == null ? "" : ", safe for " + Amounts.bytes(safe) + " more");
    }

    private static String capture(@Nullable Capture capture) {
        return capture == null
                ? UNKNOWN
                : "at " + capture.lsn() + ", " + behind(capture.lagSeconds(), capture.lagBytes());
    }

    private static String sink(@Nullable Sink sink) {
        return sink == null
                ? UNKNOWN
                : "group " + sink.group() + " is " + sink.state() + ", "
                        + Amounts.count(sink.members(), "member", "members");
    }

    private static String graph(@Nullable Graph graph) {
        if (graph == null) {
            return UNKNOWN;
        }
        String position = graph.tidemark() == null
                ? "no tidemark"
                : "at " + graph.tidemark() + ", " + behind(graph.lagSeconds(), graph.lagBytes());
        return position + ", " + Amounts.count(graph.changes(), "change", "changes") + " applied"
                + (graph.hold() == null ? "" : ", held: " + graph.hold());
    }

    private static String behind(@Nullable Double seconds, @Nullable Long bytes) {
        return seconds == null || bytes == null
                ? "lag " + UNKNOWN
                : "lag " + Amounts.time(seconds) + ", " + Amounts.bytes(bytes);
    }

    private static String reconciliation(Reconciliation last) {
        return last.verdict().replace('_', ' ') + " at " + last.ended().truncatedTo(ChronoUnit.SECONDS) + ", "
                + Amounts.count(last.rows(), "row", "rows") + ", " + Amounts.count(last.drifts(), "drift", "drifts")
                + ", " + count(last.unsettled()) + " unsettled";
    }

    private List<String> topics() {
        int width = TextTable.widest(status.topics().stream().map(Topic::topic));
        TextTable table = TextTable.of(left(width), right(13), right(13), right(13), left(0));
        List<String> lines = new ArrayList<>();
        lines.add(table.line("topic", "partitions", "end", "lag"));
        for (Topic topic : status.topics()) {
            String behind = topic.partitions().stream()
                    .filter(partition -> partition.lag() > 0)
                    .map(partition -> partition.partition() + ":" + count(partition.lag()))
                    .collect(Collectors.joining(" "));
            lines.add(table.line(topic.topic(), topic.partitions().size(), topic.end(), topic.lag(), " " + behind));
        }
        return lines;
    }

    private String problem(Problem problem) {
        return coloured(problem.severity()) + " " + problem.part().name().toLowerCase(Locale.ROOT) + ": "
                + problem.text()
                + (problem.runbook() == null ? "" : " (" + RUNBOOKS + problem.runbook() + ")");
    }

    private static String unknown(Unknown unknown) {
        return UNKNOWN + " " + unknown.part().name().toLowerCase(Locale.ROOT) + ": " + unknown.reason();
    }

    private String coloured(Health health) {
        if (!colours) {
            return health.name();
        }
        String colour = switch (health) {
            case OK -> "\u001b[32m";
            case WARNING -> "\u001b[33m";
            case FAILING -> "\u001b[31m";
        };
        return colour + health.name() + RESET;
    }

    private static String count(@Nullable Long count) {
        return count == null ? UNKNOWN : Amounts.count(count);
    }

    private static String named(String name, String value) {
        return NAMED.line(name, value);
    }
}
