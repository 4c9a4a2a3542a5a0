package io.tidemark.cli.reconcile;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.reconciler.repair.Backfill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backfill",
        description = "Has the capture read everything, or some tables, again, in chunks; removes nothing.")
final class BackfillCommand implements Callable<Integer> {

    @Mixin
    private final Reconciling reconciling = new Reconciling();

    @Option(names = "--table", paramLabel = "TABLE", description = "only this table; may be given several times")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--dry-run", description = "print what it would do and how long that would take")
    private boolean dryRun;

    @Option(names = "--resume", description = "go on from where the last backfill was stopped")
    private boolean resume;

    @Option(
            names = "--chunk-rows",
            paramLabel = "N",
            description = "rows a request; other changes wait meanwhile (default: ${DEFAULT-VALUE})",
            defaultValue = "" + Backfill.Plan.DEFAULT_CHUNK_ROWS)
    private int chunkRows;

    @Option(
            names = "--max-lag",
            paramLabel = "LAG",
            description = "ask for no more while the tidemark is further behind: 64MB or 10s (default: any distance)")
    private @Nullable String maxLag;

    @Option(
            names = "--rows-per-second",
            paramLabel = "N",
            description = "the most rows to refresh a second (default: as many as go)",
            defaultValue = "0",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private double rowsPerSecond;

    @Option(
            names = "--assume",
            paramLabel = "ROWS",
            description = "the rate that --dry-run reckons with, in rows a second (default: ${DEFAULT-VALUE})",
            defaultValue = "10000")
    private double assumed;

    @Override
    public Integer call() throws Exception {
        return reconciling.run(session -> {
            Backfill backfill = new Backfill(session, plan(session.endpoints().mapping()));
            if (dryRun) {
                Backfill.Estimate estimate = backfill.estimate(assumed);
                reconciling.print(estimate, () -> lines(estimate));
            } else {
                Backfill.Result result = backfill.run(resume);
                reconciling.print(result, () -> lines(result));
            }
            return ReconcileExit.OK;
        });
    }

    private Backfill.Plan plan(Mapping mapping) {
        MaxLag lag = MaxLag.parse(maxLag);
        try {
            return new Backfill.Plan(
                    Reconciling.elements(mapping, tables), chunkRows, lag.bytes(), lag.age(), rowsPerSecond);
        } catch (IllegalArgumentException e) {
            throw new TidemarkException(
                    Category.USAGE, "--chunk-rows or --rows-per-second is too small: " + e.getMessage(), e);
        }
    }

    private static List<String> lines(Backfill.Estimate estimate) {
        List<String> lines = new ArrayList<>();
        estimate.tables().forEach(table -> lines.add(table.table() + ": " + amount(table)));
        lines.add("about " + words(estimate.time()) + " in all, with " + String.join("; ", estimate.assumptions()));
        return lines;
    }

    private static List<String> lines(Backfill.Result result) {
        List<String> lines = new ArrayList<>();
        result.tables()
                .forEach(table -> lines.add(String.format(
                        Locale.ROOT, "%s: %,d rows in %,d requests", table.table(), table.rows(), table.chunks())));
        lines.add("everything that was asked for is in the graph, after " + words(result.took())
                + "; elements without a row are not looked for: verify does");
        return lines;
    }

    private static String amount(Backfill.TableEstimate table) {
        return table.rows() == 0
                ? "never counted, run ANALYZE to know"
                : String.format(Locale.ROOT, "about %,d rows in %,d requests", table.rows(), table.chunks());
    }

    private static String words(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
