package io.tidemark.lab.bench;

import static io.tidemark.cli.terminal.TextTable.Column.left;
import static io.tidemark.cli.terminal.TextTable.Column.right;

import io.tidemark.cli.terminal.TextTable;
import io.tidemark.lab.pipeline.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How the sink's rate moves with partitions and instances, for people and for machines. */
final class ScaleResult {

    private final Machine machine;
    private final int users;
    private final int follows;
    private final Map<ScaleRun.Case, List<Rate>> rates = new LinkedHashMap<>();

    ScaleResult(Machine machine, int users, int follows) {
        this.machine = machine;
        this.users = users;
        this.follows = follows;
    }

    void add(ScaleRun.Case of, Rate rate) {
        rates.computeIfAbsent(of, none -> new ArrayList<>()).add(rate);
    }

    /**
     * A case's rounds together.
     *
     * @param rowsPerSecond all rows of the rounds by all their time
     * @param toFirst the same by the first case's
     */
    record Line(int partitions, int instances, List<Double> rounds, double rowsPerSecond, double toFirst) {}

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        rates.forEach((of, rounds) -> {
            long rows = rounds.stream().mapToLong(Rate::rows).sum();
            double rowsPerSecond =
                    rows / rounds.stream().mapToDouble(Rate::seconds).sum();
            lines.add(new Line(
                    of.partitions(),
                    of.instances(),
                    rounds.stream().map(Rate::rowsPerSecond).toList(),
                    rowsPerSecond,
                    lines.isEmpty() ? 1 : rowsPerSecond / lines.get(0).rowsPerSecond()));
        });
        return lines;
    }

    String text() {
        List<String> text = new ArrayList<>(machine.lines());
        text.add(format("graph      %,d users, %,d follows", users, follows));
        text.add("");
        TextTable table = TextTable.of(right(10), right(9), right(10), right(8), left(0));
        text.add(table.line("partitions", "instances", "rows/s", "to first", "  rounds, rows/s"));
        for (Line line : lines()) {
            String rounds =
                    line.rounds().stream().map(rate -> format("%,.0f", rate)).collect(Collectors.joining("  "));
            text.add(table.line(
                    line.partitions(),
                    line.instances(),
                    format("%,.0f", line.rowsPerSecond()),
                    format("%.2f", line.toFirst()),
                    "  " + rounds));
        }
        return String.join(System.lineSeparator(), text);
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }

    private record Document(Machine machine, int users, int follows, List<Line> sinkAlone) {}

    String json() {
        return Json.of(new Document(machine, users, follows, lines()));
    }
}
