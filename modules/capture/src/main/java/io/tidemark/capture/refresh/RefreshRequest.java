package io.tidemark.capture.refresh;

import io.tidemark.model.TableName;
import java.util.List;
import java.util.Set;

/** Which rows to re-read. A key is the text of its columns' values, in the order of the primary key. */
sealed interface RefreshRequest {

    TableName table();

    /**
     * The rows with these keys; a key without a row is deleted.
     *
     * @param keys each as many values as the first, in the order in which they were asked for
     */
    record Keys(TableName table, Set<List<String>> keys) implements RefreshRequest {}

    /**
     * The rows whose key lies in a range. Keys without a row cannot be told from here, and stay.
     *
     * @param from the first key; empty for the table's first
     * @param to the key that ends the range and is not in it; empty for all that follow
     */
    record Range(TableName table, List<String> from, List<String> to) implements RefreshRequest {}

    /**
     * Passes when every key has a value for each column of the primary key.
     *
     * @param columns the primary key's columns
     */
    default void requireColumns(List<String> columns) throws RefusedRequestException {
        List<List<String>> all =
                this instanceof Range range ? List.of(range.from(), range.to()) : List.copyOf(((Keys) this).keys());
        for (List<String> key : all) {
            boolean open = this instanceof Range && key.isEmpty();
            if (!open && key.size() != columns.size()) {
                throw new RefusedRequestException("a key has " + key.size() + " values, but the primary key of "
                        + table() + " is " + String.join(", ", columns));
            }
        }
    }
}
