package io.tidemark.lab.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
        text.add(format("%10s %9s %10s %8s   %s", "partitions", "instances", "rows/s", "to first", "rounds, rows/s"));
        for (Line line : lines()) {
            text.add(format(
                    "%10d %9d %,10.0f %8.2f   %s",
                    line.partitions(),
                    line.instances(),
                    line.rowsPerSecond(),
                    line.toFirst(),
                    String.join(
                            "  ",
                            line.rounds().stream()
                                    .map(rate -> format("%,.0f", rate))
                                    .toList())));
        }
        return String.join(System.lineSeparator(), text);
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }

    String json() {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("machine", machine);
        result.put("users", users);
        result.put("follows", follows);
        result.put("sinkAlone", lines());
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts are always JSON", e);
        }
    }
}
