package io.tidemark.postgres;

import io.tidemark.model.change.RowKey;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads key and properties of a result's rows; the key's columns come first.
 *
 * @param first the first key column, counted from 1
 */
record RowValues(int first, List<ColumnValue> keyValues, List<ColumnValue> propertyValues) {

    static RowValues of(ResultSetMetaData columns, int first, int keys, int properties) throws SQLException {
        return new RowValues(
                first,
                ColumnValue.of(columns, first, first + keys - 1),
                ColumnValue.of(columns, first + keys, first + keys + properties - 1));
    }

    RowKey key(ResultSet row) throws SQLException {
        List<Object> key = new ArrayList<>(keyValues.size());
        for (int index = 0; index < keyValues.size(); index++) {
            Object value = keyValues.get(index).read(row, first + index);
            if (value == null) {
                throw new SQLException("a key column is null");
            }
            key.add(value);
        }
        return new RowKey(key);
    }

    List<@Nullable Object> properties(ResultSet row) throws SQLException {
        List<@Nullable Object> properties = new ArrayList<>(propertyValues.size());
        int start = first + keyValues.size();
        for (int index = 0; index < propertyValues.size(); index++) {
            properties.add(propertyValues.get(index).read(row, start + index));
        }
        return properties;
    }
}
