package io.tidemark.console.status;

import io.tidemark.console.status.PipelineStatus.Reconciliation;
import java.time.Instant;
import java.util.List;

/** The last comparison that came to its end, as the reconciler left it in its state folder. */
public record LastComparison(Instant began, Instant ended, List<Table> tables) {

    public LastComparison {
        tables = List.copyOf(tables);
    }

    /**
     * What a table's comparison came to.
     *
     * @param table with its schema
     * @param complete whether all of it was compared
     */
    public record Table(
            String table,
            long rows,
            long missing,
            long extra,
            long different,
            long strays,
            long unsettled,
            boolean complete) {

        long drifts() {
            return missing + extra + different + strays;
        }
    }

    /** In one line. */
    Reconciliation summary() {
        long drifts = tables.stream().mapToLong(Table::drifts).sum();
        boolean complete = tables.stream().allMatch(Table::complete);
        return new Reconciliation(
                ended,
                drifts > 0 ? "drift" : complete ? "in_sync" : "incomplete",
                tables.stream().mapToLong(Table::rows).sum(),
                drifts,
                tables.stream().mapToLong(Table::unsettled).sum());
    }
}
