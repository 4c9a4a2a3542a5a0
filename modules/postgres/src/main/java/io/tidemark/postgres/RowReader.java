package io.tidemark.postgres;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole table's rows as the graph should hold them: the mapped columns in the graph's types.
 */
public final class RowReader {

    private static final int FETCH_ROWS = 10_000;

    private final Connection connection;

    /**
     * Reads through this connection, in transactions of its own; the caller closes it. Intervals are read in the style that {@link
     * Connections#open} sets.
     */
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
                RowValues values = RowValues.of(row.getMetaData(), 1, keys, element.values());
                while (row.next()) {
                    visitor.visit(values.key(row), values.properties(row));
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static String query(ElementMapping element) {
        List<String> columns = Stream.concat(
                        element.keyColumns().stream().map(Sql::quote),
                        RowValues.selected("", element.values()).stream())
                .toList();
        return "select " + String.join(", ", columns) + " from "
                + element.table().quoted() + " where " + Presence.condition(element, "");
    }
}
