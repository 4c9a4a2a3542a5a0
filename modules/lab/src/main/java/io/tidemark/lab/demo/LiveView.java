package io.tidemark.lab.demo;

import static io.tidemark.cli.terminal.TextTable.Column.left;
import static io.tidemark.cli.terminal.TextTable.Column.right;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.TextTable;
import io.tidemark.graphstore.GraphReader;
import io.tidemark.lab.pipeline.CapturedChanges;
import io.tidemark.lab.pipeline.Pipeline;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.Query;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The pipeline on a terminal: what was written, what the topics and the graph hold of it, and both sides' counts. Every
 * figure is read from where it belongs at the moment it is shown: topics from Kafka, applied changes and elements from
 * Neo4j, rows from Postgres.
 */
final class LiveView {

    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final String RED = "\u001b[31m";
    private static final String RESET = "\u001b[0m";

    private final PrintWriter out;
    private final GraphReader graph;
    private final Pipeline pipeline;
    private final CapturedChanges captured;
    private final Connection connection;
    private final String consoleAddress;
    private final boolean terminal = Terminal.isPresent();
    private final long startedNanos = System.nanoTime();
    private final Deque<long[]> pending = new ArrayDeque<>();

    LiveView(
            PrintWriter out,
            GraphReader graph,
            Pipeline pipeline,
            CapturedChanges captured,
            Connection connection,
            String consoleAddress) {
        this.out = out;
        this.graph = graph;
        this.pipeline = pipeline;
        this.captured = captured;
        this.connection = connection;
        this.consoleAddress = consoleAddress;
    }

    /** So many rows have been committed by now. */
    void wrote(long rows) {
        if (pending.isEmpty() || pending.getLast()[0] < rows) {
            pending.addLast(new long[] {rows, System.nanoTime()});
        }
    }

    /** So many changes are in the topics by now. */
    long captured() {
        return captured.count();
    }

    /** Shows what is there; an app that has ended, or a graph that is away, is shown too, and ends nothing. */
    void show() throws SQLException {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Tidemark demo, running for %d s (Ctrl-C ends it)",
                (System.nanoTime() - startedNanos) / 1_000_000_000));
        lines.add("the same on a page: " + consoleAddress);
        lines.add("");
        pipeline.ended().forEach(line -> lines.add(red(line)));
        try {
            lines.addAll(figures());
        } catch (TidemarkException e) {
            lines.add(red(String.valueOf(e.getMessage())));
        }
        print(lines);
    }

    private String red(String line) {
        return terminal ? RED + line + RESET : line;
    }

    private List<String> figures() throws SQLException {
        long written = pending.isEmpty() ? 0 : pending.getLast()[0];
        long inTopics = captured.count();
        long applied = graph.appliedChanges(pipeline.settings().prefix());
        while (pending.size() > 1 && pending.getFirst()[0] <= applied) {
            pending.removeFirst();
        }
        boolean behind = applied < written;
        double lagSeconds = behind ? (System.nanoTime() - pending.getFirst()[1]) / 1e9 : 0;
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "rows written       %,12d   Postgres", written));
        lines.add(String.format(Locale.ROOT, "changes captured   %,12d   Kafka", inTopics));
        lines.add(String.format(Locale.ROOT, "changes applied    %,12d   Neo4j", applied));
        lines.add(String.format(
                Locale.ROOT,
                "lag                %,12d   changes, the oldest written %.2f s ago",
                Math.max(0, written - applied),
                lagSeconds));
        lines.add("");
        TextTable table = TextTable.of(left(10), right(12), right(12));
        lines.add(table.line("", "Postgres", "Neo4j"));
        for (Map.Entry<ElementMapping, Long> count : graph.counts().entrySet()) {
            lines.add(table.line(count.getKey().table().name(), rows(count.getKey()), count.getValue()));
        }
        return lines;
    }

    private long rows(ElementMapping element) throws SQLException {
        String present = element.absentWhen() == null ? "" : " where \"" + element.absentWhen() + "\" is null";
        return Query.one(
                connection, "select count(*) from " + element.table().quoted() + present, row -> row.getLong(1));
    }

    private void print(List<String> lines) {
        if (terminal) {
            out.print(CLEAR + String.join(System.lineSeparator(), lines) + System.lineSeparator());
        } else {
            out.println(String.join(
                    " | ",
                    lines.stream()
                            .filter(line -> !line.isBlank())
                            .map(line -> line.strip().replaceAll("\\s+", " "))
                            .toList()));
        }
        out.flush();
    }
}
