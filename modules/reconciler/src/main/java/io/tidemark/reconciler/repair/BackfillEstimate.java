package io.tidemark.reconciler.repair;

import io.tidemark.model.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a backfill would do, without doing it.
 *
 * @param tables its tables, in order
 * @param rowsPerSecond the rate that is assumed
 */
public record BackfillEstimate(List<TableEstimate> tables, double rowsPerSecond) {

    public BackfillEstimate {
        tables = List.copyOf(tables);
    }

    /**
     * A table.
     *
     * @param rows about how many rows it has, as Postgres' planner believes; 0 when it was never counted
     * @param chunks about how many requests that makes, at least one
     */
    public record TableEstimate(TableName table, long rows, long chunks) {}

    /** About how many rows. */
    public long rows() {
        return tables.stream().mapToLong(TableEstimate::rows).sum();
    }

    /** About how long it takes. */
    public Duration time() {
        return Duration.ofSeconds((long) Math.ceil(rows() / rowsPerSecond));
    }

    /** What the figures rest on, a line each. */
    public List<String> assumptions() {
        List<String> uncounted = tables.stream()
                .filter(table -> table.rows() == 0)
                .map(table -> table.table().toString())
                .toList();
        String rows = "rows as of the last ANALYZE or vacuum";
        return List.of(
                uncounted.isEmpty()
                        ? rows
                        : rows + "; " + String.join(", ", uncounted) + " has none or was never counted: run ANALYZE",
                String.format(
                        Locale.ROOT,
                        "%,.0f rows a second from Postgres to the graph, and no lag to wait for",
                        rowsPerSecond));
    }
}
