package io.tidemark.cli.reconcile;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.reconciler.verify.Verify;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What to compare, and how fast. */
final class VerifyOptions {

    @Option(names = "--table", paramLabel = "TABLE", description = "only this table; may be given several times")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--chunk-rows",
            paramLabel = "N",
            description = "about how many rows are read at once (default: ${DEFAULT-VALUE})",
            defaultValue = "" + Verify.Plan.DEFAULT_CHUNK_ROWS)
    private int chunkRows;

    @Option(
            names = "--rows-per-second",
            paramLabel = "N",
            description = "the most rows to compare a second (default: as many as go)",
            defaultValue = "0",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private double rowsPerSecond;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "how many drifted keys are listed; the rest is counted (default: ${DEFAULT-VALUE})",
            defaultValue = "100")
    private int limit;

    Verify.Plan plan(Mapping mapping, Verify.Scope scope) {
        if (chunkRows < 1 || chunkRows > 100_000) {
            throw new TidemarkException(Category.USAGE, "--chunk-rows is " + chunkRows + ": give 1 to 100000");
        }
        if (rowsPerSecond < 0) {
            throw new TidemarkException(Category.USAGE, "--rows-per-second is " + rowsPerSecond + ": give 0 or more");
        }
        return new Verify.Plan(Reconciling.elements(mapping, tables), scope, chunkRows, rowsPerSecond);
    }

    boolean hasTables() {
        return !tables.isEmpty();
    }

    int limit() {
        return Math.max(0, limit);
    }
}
