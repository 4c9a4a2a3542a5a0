package io.tidemark.lab.demo;

import static io.tidemark.cli.terminal.TextTable.Column.left;
import static io.tidemark.cli.terminal.TextTable.Column.right;

import io.tidemark.cli.terminal.Json;
import io.tidemark.cli.terminal.TextTable;
import io.tidemark.lab.pipeline.GraphComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code demo --once} found. */
record OnceResult(
        List<GraphComparison.TableResult> tables,
        long written,
        long captured,
        Map<String, Double> seconds,
        long abandonedReferences,
        List<String> aliceFollowers,
        int skippedLines) {

    boolean equal() {
        return abandonedReferences == 0 && tables.stream().allMatch(GraphComparison.TableResult::equal);
    }

    String text() {
        List<String> lines = new ArrayList<>();
        TextTable table = TextTable.of(left(10), right(10), right(10), right(10), right(10), right(10));
        lines.add(table.line("table", "Postgres", "Neo4j", "missing", "extra", "different"));
        for (GraphComparison.TableResult result : tables) {
            lines.add(table.line(
                    result.element().table().name(),
                    Long.toString(result.rows()),
                    Long.toString(result.elements()),
                    Long.toString(result.missing()),
                    Long.toString(result.extra()),
                    Long.toString(result.different())));
            result.examples().forEach(example -> lines.add("    " + example));
        }
        if (abandonedReferences > 0) {
            lines.add(abandonedReferences + " references are left behind that nothing speaks of");
        }
        if (!aliceFollowers.isEmpty()) {
            lines.add("");
            lines.add("alice's " + aliceFollowers.size() + " followers in Neo4j: " + String.join(", ", aliceFollowers));
        }
        lines.add("");
        seconds.forEach((stage, time) -> lines.add(table.line(stage, String.format(Locale.ROOT, "%.1f s", time))));
        if (skippedLines > 0) {
            lines.add(skippedLines + " lines of the edge list were doubles or self-loops and left out");
        }
        lines.add("");
        lines.add(
                equal()
                        ? "equal: all of " + written + " rows are in the graph, and no mapped element besides"
                        : "NOT equal: see above");
        return String.join(System.lineSeparator(), lines);
    }

    private record Document(
            boolean equal,
            long written,
            long captured,
            List<Table> tables,
            Map<String, Double> seconds,
            long abandonedReferences,
            List<String> aliceFollowers,
            int skippedLines) {}

    private record Table(String table, long postgres, long neo4j, long missing, long extra, long different) {

        static Table of(GraphComparison.TableResult result) {
            return new Table(
                    result.element().table().toString(),
                    result.rows(),
                    result.elements(),
                    result.missing(),
                    result.extra(),
                    result.different());
        }
    }

    String json() {
        return Json.of(new Document(
                equal(),
                written,
                captured,
                tables.stream().map(Table::of).toList(),
                seconds,
                abandonedReferences,
                aliceFollowers,
                skippedLines));
    }
}
