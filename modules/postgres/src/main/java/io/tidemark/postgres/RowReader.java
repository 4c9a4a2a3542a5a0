package io.tidemark.postgres;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table's rows as the graph should hold them: the mapped columns in the graph's types. It shares no code with
 * the way a change takes through the log, so that comparing the two means something.
 */
public final class RowReader {

    private static final int FETCH_ROWS = 10_000;

    private final Connection connection;

    /** Reads through this connection, in transactions of its own; the caller closes it. */
    public RowReader(Connection connection) {
        this.connection = connection;
    }

    /** A row as it is read. */
    @FunctionalInterface
    public interface Visitor {

        /** Takes one row; properties in the order of the mapping, null for null. */
        void visit(RowKey key, List<@Nullable Object> properties);
    }

    /** Visits every row that counts as present, streamed, in no order, in one snapshot. */
    public void forEach(ElementMapping element, Visitor visitor) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row = statement.executeQuery(query(element))) {
                int keys = element.keyColumns().size();
                int all = keys + element.properties().size();
                while (row.next()) {
                    List<Object> key = new ArrayList<>(keys);
                    for (int i = 1; i <= keys; i++) {
                        Object value = value(row, i);
                        if (value == null) {
                            throw new SQLException("a key column of " + element.table() + " is null");
                        }
                        key.add(value);
                    }
                    List<@Nullable Object> properties = new ArrayList<>(all - keys);
                    for (int i = keys + 1; i <= all; i++) {
                        properties.add(value(row, i));
                    }
                    visitor.visit(new RowKey(key), properties);
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static String query(ElementMapping element) {
        List<String> columns = Stream.concat(
                        element.keyColumns().stream(),
                        element.properties().stream().map(PropertyMapping::column))
                .map(RowReader::quote)
                .toList();
        String present = element.absentWhen() == null ? "" : " where " + quote(element.absentWhen()) + " is null";
        return "select " + String.join(", ", columns) + " from "
                + element.table().quoted() + present;
    }

    private static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static @Nullable Object value(ResultSet row, int index) throws SQLException {
        String type = row.getMetaData().getColumnTypeName(index);
        Object value = switch (type) {
            case "bool" -> row.getBoolean(index);
            case "int2", "int4", "int8", "serial", "bigserial" -> row.getLong(index);
            case "float4" -> (double) row.getFloat(index);
            case "float8" -> row.getDouble(index);
            case "date" -> row.getObject(index, LocalDate.class);
            case "time" -> row.getObject(index, LocalTime.class);
            case "timestamp" -> row.getObject(index, LocalDateTime.class);
            case "timestamptz" -> row.getObject(index, OffsetDateTime.class);
            default -> row.getString(index);
        };
        return row.wasNull() ? null : value;
    }
}
