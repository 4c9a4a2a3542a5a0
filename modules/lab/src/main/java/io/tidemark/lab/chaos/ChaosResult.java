package io.tidemark.lab.chaos;

import io.tidemark.lab.chaos.fault.Fault;
import io.tidemark.lab.chaos.tidemark.TidemarkWatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            lines.add(line("row changes committed", last.committed()));
            lines.add(line("row changes published", last.published()));
            lines.add(line("lost", last.lost()));
            lines.add(line("duplicated", last.duplicated()));
            lines.add(line("unheard of", last.unheardOf()));
            lines.add(line("keys out of order", last.outOfOrder()));
            lines.add(line("sweeps and re-reads", last.apart()));
            lines.add(line("keys wrongly swept or re-read", last.wrongStatements()));
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
        lines.add(String.format(
                Locale.ROOT, "%-32s %,12.1f s", "greatest tidemark lag", tidemark.greatestLagMillis() / 1e3));
        tidemark.examples().forEach(example -> lines.add("    " + example));
        lines.add("");
        lines.add(clean() ? "clean" : "NOT clean");
        return String.join(System.lineSeparator(), lines);
    }

    private long most(java.util.function.ToLongFunction<Verdict> figure) {
        return verdicts.stream().mapToLong(figure).max().orElse(0);
    }

    private static String line(String name, long value) {
        return String.format(Locale.ROOT, "%-32s %,12d", name, value);
    }
}
