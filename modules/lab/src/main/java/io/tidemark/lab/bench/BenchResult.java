package io.tidemark.lab.bench;

import static io.tidemark.cli.terminal.TextTable.Column.left;
import static io.tidemark.cli.terminal.TextTable.Column.right;

import io.tidemark.cli.terminal.Json;
import io.tidemark.cli.terminal.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run found, for people and for machines. */
record BenchResult(
        Machine machine,
        int users,
        int follows,
        int batchRows,
        int partitions,
        List<Rate> rates,
        Latency latency,
        PeakMemory memory) {

    private static final TextTable LATENCIES = TextTable.of(left(51), right(9), right(9), right(9), right(9));

    private static final double LEAST_RATIO = 0.8;
    private static final double LEAST_KEYED_RATIO = 0.8;
    private static final double LEAST_CAPTURE = 30_000;
    private static final double LONGEST_P50 = 40;
    private static final double LEAST_VERIFY_RATIO = 0.7;
    private static final double LEAST_VERIFY = 100_000;

    BenchResult {
        rates = List.copyOf(rates);
    }

    /** What the project wants to reach. */
    record Aim(String what, String wanted, double found, boolean met) {}

    List<Aim> aims() {
        double ratio = ratio();
        double capture = rowsPerSecond(Rate.CAPTURE);
        double p50 = latency.fromCommit().p50();
        List<Aim> aims = new ArrayList<>();
        aims.add(new Aim("sink alone / raw Bolt", "0.8 or more", ratio, ratio >= LEAST_RATIO));
        double keyed = rowsPerSecond(Rate.KEYED_EDGES) / rowsPerSecond(Rate.EDGES);
        aims.add(new Aim("edges by key / by ends", "0.8 or more", keyed, keyed >= LEAST_KEYED_RATIO));
        aims.add(new Aim("capture alone, rows/s", "30,000 or more", capture, capture >= LEAST_CAPTURE));
        aims.add(new Aim("latency p50, ms", "under 40", p50, p50 < LONGEST_P50));
        double verifyRatio = verifyRatio();
        double verify = rowsPerSecond(Rate.VERIFY);
        aims.add(new Aim("verify / slower plain scan", "0.7 or more", verifyRatio, verifyRatio >= LEAST_VERIFY_RATIO));
        aims.add(new Aim("verify, rows/s", "100,000 or more", verify, verify >= LEAST_VERIFY));
        for (PeakMemory.App app : memory.apps()) {
            // it would have ended otherwise, and the run with it
            aims.add(new Aim(app.name() + " heap, MB", app.heapMegabytes() + " suffice", app.heapMegabytes(), true));
        }
        return aims;
    }

    double ratio() {
        return rowsPerSecond(Rate.SINK) / rowsPerSecond(Rate.RAW);
    }

    /** Verify by the slower of the two plain scans of the same rows. */
    double verifyRatio() {
        return rowsPerSecond(Rate.VERIFY) / Math.min(rowsPerSecond(Rate.COPY), rowsPerSecond(Rate.SCAN));
    }

    /** Backfill, which goes all the way, by the sink alone. */
    double backfillRatio() {
        return rowsPerSecond(Rate.BACKFILL) / rowsPerSecond(Rate.SINK);
    }

    /** All rows of a stage's rounds by all their time. */
    double rowsPerSecond(String stage) {
        List<Rate> rounds = rates.stream()
                .filter(rate -> rate.stage().equals(stage) && rate.isRound())
                .toList();
        long rows = rounds.stream().mapToLong(Rate::rows).sum();
        return rows / rounds.stream().mapToDouble(Rate::seconds).sum();
    }

    String text() {
        List<String> lines = new ArrayList<>(machine.lines());
        lines.add(format(
                "graph      %,d users, %,d follows; %,d rows a batch, %d partitions",
                users, follows, batchRows, partitions));
        lines.add("");
        TextTable stages = TextTable.of(left(15), left(36), right(9), right(9), right(9));
        lines.add(stages.line("stage", "", "rows", "seconds", "rows/s"));
        for (Rate rate : rates) {
            lines.add(stages.line(
                    rate.stage(),
                    rate.part(),
                    rate.rows(),
                    format("%.2f", rate.seconds()),
                    format("%,.0f", rate.rowsPerSecond())));
        }
        lines.add("");
        lines.add(LATENCIES.line("latency, ms", "p50", "p95", "p99", "max"));
        lines.add(percentiles(
                "commit to visible, " + format("%.0f transactions/s", latency.perSecond()), latency.fromCommit()));
        lines.add(percentiles("the same from when each was due", latency.fromDue()));
        lines.add(percentiles("between looks: values are too long by up to this", latency.looks()));
        lines.add("");
        lines.add(format("backfill / sink alone   %.2f", backfillRatio()));
        lines.add("");
        for (PeakMemory.App app : memory.apps()) {
            lines.add(format(
                    "memory     %-10s heap limit %d MB, whole process at most %d MB",
                    app.name(), app.heapMegabytes(), app.peakResidentMegabytes()));
        }
        lines.add("");
        TextTable table = TextTable.of(left(30), left(20), right(10), left(0));
        lines.add(table.line("aim", "", "found"));
        for (Aim aim : aims()) {
            lines.add(table.line(aim.what(), aim.wanted(), format("%,.2f", aim.found()), aim.met() ? "met" : "missed"));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String percentiles(String what, Latency.Percentiles values) {
        return LATENCIES.line(
                what,
                format("%.1f", values.p50()),
                format("%.1f", values.p95()),
                format("%.1f", values.p99()),
                format("%.1f", values.max()));
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }

    private record Document(
            Machine machine,
            int users,
            int follows,
            int batchRows,
            int partitions,
            List<Rate> rates,
            double sinkToRawBolt,
            double verifyToSlowerScan,
            double backfillToSink,
            Latency latencyMillis,
            List<PeakMemory.App> memory,
            List<Aim> aims) {}

    String json() {
        return Json.of(new Document(
                machine,
                users,
                follows,
                batchRows,
                partitions,
                rates,
                ratio(),
                verifyRatio(),
                backfillRatio(),
                latency,
                memory.apps(),
                aims()));
    }
}
