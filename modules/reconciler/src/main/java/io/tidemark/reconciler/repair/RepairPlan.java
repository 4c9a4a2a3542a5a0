package io.tidemark.reconciler.repair;

import io.tidemark.model.TableName;
import java.util.List;

/**
 * What a repair would ask for.
 *
 * @param tables one line for each table with drift
 */
public record RepairPlan(List<Line> tables) {

    public RepairPlan {
        tables = List.copyOf(tables);
    }

    /**
     * One table's part.
     *
     * @param table the table
     * @param missing keys to bring
     * @param extra keys to remove
     * @param different keys to set right
     * @param beyond drifts that no refresh can mend: more elements than one of a key, or a key that no row can have
     */
    public record Line(TableName table, long missing, long extra, long different, long beyond) {

        Line plus(Line more) {
            return new Line(
                    table,
                    missing + more.missing,
                    extra + more.extra,
                    different + more.different,
                    beyond + more.beyond);
        }

        /** Keys that are asked for. */
        public long keys() {
            return missing + extra + different;
        }
    }

    /** Keys that are asked for, in all tables. */
    public long keys() {
        return tables.stream().mapToLong(Line::keys).sum();
    }

    /** Drifts that no refresh can mend, in all tables. */
    public long beyond() {
        return tables.stream().mapToLong(Line::beyond).sum();
    }
}
