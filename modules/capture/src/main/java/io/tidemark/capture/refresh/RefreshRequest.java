package io.tidemark.capture.refresh;

import io.tidemark.model.TableName;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which rows to re-read. A key is the text of its columns' values, in the order of the primary key. */
sealed interface RefreshRequest {

    TableName table();

    /** Every key that is named in it. */
    Collection<List<String>> named();

    /**
     * The SQL that reads what is asked for.
     *
     * @param columns the row's columns
     * @param key the primary key's
     */
    RefreshQuery query(List<RefreshQuery.RowColumn> columns, List<RefreshQuery.KeyColumn> key);

    /**
     * The rows with these keys; a key without a row is deleted.
     *
     * @param keys each as many values as the first, in the order in which they were asked for
     */
    record Keys(TableName table, Set<List<String>> keys) implements RefreshRequest {

        /** The first half and the second, each with at least one key; there are two or more. */
        List<Keys> halves() {
            List<List<String>> all = List.copyOf(keys);
            int middle = all.size() / 2;
            return List.of(of(all.subList(0, middle)), of(all.subList(middle, all.size())));
        }

        private Keys of(List<List<String>> some) {
            return new Keys(table, new LinkedHashSet<>(some));
        }

        @Override
        public Collection<List<String>> named() {
            return keys;
        }

        @Override
        public RefreshQuery query(List<RefreshQuery.RowColumn> columns, List<RefreshQuery.KeyColumn> key) {
            return RefreshQuery.keys(this, columns, key);
        }
    }

    /**
     * The rows whose key is in a range. Keys without a row cannot be found out from here, and stay.
     *
     * @param from the first key; empty for the table's first
     * @param to the key that ends the range and is not in it; empty for all that follow
     */
    record Range(TableName table, List<String> from, List<String> to) implements RefreshRequest {

        @Override
        public Collection<List<String>> named() {
            return Stream.of(from, to).filter(bound -> !bound.isEmpty()).toList();
        }

        @Override
        public RefreshQuery query(List<RefreshQuery.RowColumn> columns, List<RefreshQuery.KeyColumn> key) {
            return RefreshQuery.range(this, columns, key);
        }
    }

    /**
     * Passes when every key has a value for each column of the primary key.
     *
     * @param columns the primary key's columns
     */
    default void requireColumns(List<String> columns) throws RefusedRequestException {
        for (List<String> key : named()) {
            if (key.size() != columns.size()) {
                throw new RefusedRequestException("a key has " + key.size() + " values, but the primary key of "
                        + table() + " is " + String.join(", ", columns));
            }
        }
    }
}
