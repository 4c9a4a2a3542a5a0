package io.tidemark.reconciler.repair;

import io.tidemark.model.TableName;
import java.time.Duration;
import java.util.List;

/**
 * What a backfill did; everything it asked for is in the graph.
 *
 * @param tables its tables, in order, with what an earlier run did that was gone on with
 * @param took how long this run took
 */
public record BackfillResult(List<TableProgress> tables, Duration took) {

    public BackfillResult {
        tables = List.copyOf(tables);
    }

    /**
     * How far a table is.
     *
     * @param rows how many rows were asked for
     * @param chunks in how many requests
     */
    public record TableProgress(TableName table, long rows, long chunks) {

        static TableProgress none(TableName table) {
            return new TableProgress(table, 0, 0);
        }

        TableProgress plus(long moreRows) {
            return new TableProgress(table, rows + moreRows, chunks + 1);
        }
    }

    /** How many rows were asked for. */
    public long rows() {
        return tables.stream().mapToLong(TableProgress::rows).sum();
    }
}
