package io.tidemark.postgres;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementValue;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads key and values of a result's rows; the key's columns come first, then those of each value.
 *
 * @param first the first key column, counted from 1
 * @param keys how many key columns there are
 * @param columns the readers of all columns
 * @param values what the columns behind the key's make
 */
record RowValues(int first, int keys, List<ColumnValue> columns, List<ElementValue> values) {

    static RowValues of(ResultSetMetaData columns, int first, int keys, List<ElementValue> values) throws SQLException {
        int all =
                keys + values.stream().mapToInt(value -> value.columns().size()).sum();
        return new RowValues(first, keys, ColumnValue.of(columns, first, first + all - 1), values);
    }

    /**
     * The columns that make these values as they are selected, in this order.
     *
     * @param row what the statement calls the row, with a dot; empty where it has no name
     */
    static List<String> selected(String row, List<ElementValue> values) {
        return values.stream()
                .flatMap(value -> value.columns().stream().map(column -> Sql.value(value, row + Sql.quote(column))))
                .toList();
    }

    RowKey key(ResultSet row) throws SQLException {
        List<Object> key = new ArrayList<>(keys);
        for (int index = 0; index < keys; index++) {
            Object value = read(row, index);
            if (value == null) {
                throw new SQLException("a key column is null");
            }
            key.add(value);
        }
        return new RowKey(key);
    }

    /** As the graph should hold them. */
    List<@Nullable Object> properties(ResultSet row) throws SQLException {
        List<@Nullable Object> read = new ArrayList<>(values.size());
        int next = keys;
        for (ElementValue value : values) {
            List<@Nullable Object> parts = new ArrayList<>(value.columns().size());
            for (int part = 0; part < value.columns().size(); part++) {
                parts.add(read(row, next++));
            }
            read.add(value.inGraph(ElementValue.of(parts)));
        }
        return read;
    }

    private @Nullable Object read(ResultSet row, int index) throws SQLException {
        return columns.get(index).read(row, first + index);
    }
}
