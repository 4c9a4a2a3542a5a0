package io.tidemark.lab.chaos;

import static io.tidemark.cli.terminal.TextTable.Column.left;
import static io.tidemark.cli.terminal.TextTable.Column.right;

import io.tidemark.cli.terminal.TextTable;
import io.tidemark.lab.chaos.fault.Fault;
import io.tidemark.lab.chaos.tidemark.TidemarkWatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What a run came to.
 *
 * @param verdicts in their order; each covers everything since the beginning
 * @param endedByThemselves the last words of apps that nobody had killed
 */
public record ChaosResult(
        ChaosPlan plan,
        Map<Fault, Integer> faults,
        long transactions,
        List<Verdict> verdicts,
        TidemarkWatch.Result tidemark,
        List<String> endedByThemselves) {

    private static final TextTable TABLE = TextTable.of(left(32), right(12), left(0));

    public ChaosResult {
        faults = Map.copyOf(faults);
        verdicts = List.copyOf(verdicts);
        endedByThemselves = List.copyOf(endedByThemselves);
    }

    /** Processes that were killed. */
    public int kills() {
        return faults.entrySet().stream()
                .filter(fault -> fault.getKey().isKill())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Whether nothing at all went wrong. */
    public boolean clean() {
        return !verdicts.isEmpty()
                && verdicts.stream().allMatch(Verdict::clean)
                && endedByThemselves.isEmpty()
                && tidemark.stale() == 0
                && tidemark.backwards() == 0
                && (tidemark.samples() > 0 || !plan.expectTidemark());
    }

    /** A table for people. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("seed " + plan.seed() + ", " + plan.duration().toMinutes() + " minutes, " + verdicts.size()
                + " judgements");
        faults.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(fault -> lines.add(
                        line(fault.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '), fault.getValue())));
        lines.add(line("kills in all", kills()));
        lines.add(line("apps that ended by themselves", endedByThemselves.size()));
        endedByThemselves.stream()
                .collect(Collectors.groupingBy(words -> words, LinkedHashMap::new, Collectors.counting()))
                .forEach((words, times) -> lines.add("    " + times + " x " + words));
        if (!verdicts.isEmpty()) {
            Verdict last = verdicts.get(verdicts.size() - 1);
            lines.add(line("transactions committed", transactions));
            lines.add(line("row changes committed", last.volume().committed()));
            lines.add(line("row changes published", last.volume().published()));
            lines.add(line("lost", last.history().lost()));
            lines.add(line("duplicated", last.history().duplicated()));
            lines.add(line("unheard of", last.history().unheardOf()));
            lines.add(line("keys out of order", last.history().outOfOrder()));
            lines.add(line("sweeps and re-reads", last.volume().apart()));
            lines.add(line("keys wrongly swept or re-read", last.history().wrongStatements()));
            lines.add(line("tombstone faults", last.tombstoneFaults()));
            lines.add(line("keys wrong in topics", most(Verdict::wrongInTopics)));
            lines.add(line("wrong elements", most(Verdict::wrongInGraph)));
            lines.add(line("dead letters", last.deadLetters()));
            lines.add(line(
                    "judgements that stood still",
                    verdicts.stream().filter(Verdict::stalled).count()));
        }
        lines.add(line("tidemark samples", tidemark.samples()));
        lines.add(line("stale tidemarks", tidemark.stale()));
        lines.add(line("tidemarks that went back", tidemark.backwards()));
        lines.add(TABLE.line(
                "greatest tidemark lag", String.format(Locale.ROOT, "%,.1f", tidemark.greatestLagMillis() / 1e3), "s"));
        tidemark.examples().forEach(example -> lines.add("    " + example));
        lines.add("");
        lines.add(clean() ? "clean" : "NOT clean");
        return String.join(System.lineSeparator(), lines);
    }

    private long most(ToLongFunction<Verdict> figure) {
        return verdicts.stream().mapToLong(figure).max().orElse(0);
    }

    private static String line(String name, long value) {
        return TABLE.line(name, value);
    }
}
