package io.tidemark.lab.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.lab.pipeline.GraphComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        lines.add(line("table", "Postgres", "Neo4j", "missing", "extra", "different"));
        for (GraphComparison.TableResult table : tables) {
            lines.add(line(
                    table.element().table().name(),
                    table.rows(),
                    table.elements(),
                    table.missing(),
                    table.extra(),
                    table.different()));
            table.examples().forEach(example -> lines.add("    " + example));
        }
        if (abandonedReferences > 0) {
            lines.add(abandonedReferences + " references are left behind that nothing speaks of");
        }
        if (!aliceFollowers.isEmpty()) {
            lines.add("");
            lines.add("alice's " + aliceFollowers.size() + " followers in Neo4j: " + String.join(", ", aliceFollowers));
        }
        lines.add("");
        seconds.forEach((stage, time) -> lines.add(String.format(Locale.ROOT, "%-10s %8.1f s", stage, time)));
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

    private static String line(Object... cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-10s", cells[0]));
        for (int i = 1; i < cells.length; i++) {
            line.append(String.format(Locale.ROOT, " %10s", cells[i]));
        }
        return line.toString();
    }

    String json() {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("equal", equal());
        result.put("written", written);
        result.put("captured", captured);
        List<Map<String, Object>> byTable = new ArrayList<>();
        for (GraphComparison.TableResult table : tables) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("table", table.element().table().toString());
            one.put("postgres", table.rows());
            one.put("neo4j", table.elements());
            one.put("missing", table.missing());
            one.put("extra", table.extra());
            one.put("different", table.different());
            byTable.add(one);
        }
        result.put("tables", byTable);
        result.put("seconds", seconds);
        result.put("abandonedReferences", abandonedReferences);
        result.put("aliceFollowers", aliceFollowers);
        result.put("skippedLines", skippedLines);
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of numbers and texts is always JSON", e);
        }
    }
}
