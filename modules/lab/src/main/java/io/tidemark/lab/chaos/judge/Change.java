package io.tidemark.lab.chaos.judge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One committed change of one row; a changed primary key is two of them, as in the topics.
 *
 * @param table with its schema
 * @param key the key columns' values, as {@link Texts#key} joins them
 * @param operation one that changes a row
 * @param transaction Postgres' number of the transaction
 * @param row the row afterwards, all columns in the table's order, in the form of {@link Texts}; empty for a delete
 */
public record Change(String table, String key, Operation operation, long transaction, List<@Nullable String> row) {

    public Change {
        if (operation.role() != Operation.Role.CHANGE) {
            throw new IllegalArgumentException(operation + " changes no row");
        }
        row = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(row));
    }

    long entry() {
        return Entry.of(operation, transaction, row);
    }
}
