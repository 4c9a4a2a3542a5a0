package io.tidemark.postgres;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds keys of a table: some by chance, or those that were written lately. One thread. */
public final class RowSample {

    private static final int FETCH_ROWS = 10_000;
    private static final int HUNDRED = 100;

    private final Connection connection;
    private final ElementMapping element;
    private final KeyColumns key;

    /**
     * Reads through this connection in auto-commit mode, which the caller closes.
     *
     * @param table the element's table, which has its key columns
     */
    public RowSample(Connection connection, ElementMapping element, Table table) {
        this.connection = connection;
        this.element = element;
        this.key = KeyColumns.of(element, table);
    }

    /** Takes keys as they are found. */
    @FunctionalInterface
    public interface Visitor {

        void visit(RowKey key) throws SQLException;
    }

    /** How many rows the planner believes the table to have; 0 when it was never counted. */
    public long estimate() throws SQLException {
        return Query.one(
                connection,
                RowCount.BELIEVED,
                row -> row.getLong(1),
                element.table().quoted(),
                element.table().quoted());
    }

    /** About so many keys, evenly by chance; all when the table has fewer. */
    public List<RowKey> some(int count) throws SQLException {
        List<RowKey> keys = new ArrayList<>();
        double share = Math.min(HUNDRED, HUNDRED * 1.5 * count / Math.max(1, estimate()));
        String sample = estimate() <= count ? "" : " tablesample bernoulli (" + share + ")";
        try (PreparedStatement query = connection.prepareStatement(select() + sample + " order by random() limit ?")) {
            query.setInt(1, count);
            try (ResultSet row = query.executeQuery()) {
                RowValues values =
                        RowValues.of(row.getMetaData(), 1, key.columns().size(), List.of());
                while (row.next()) {
                    keys.add(values.key(row));
                }
            }
        }
        return keys;
    }

    /**
     * Visits the keys of the rows that a transaction wrote that had not ended when {@code transactionId} was the oldest
     * one running, or that began later. Rows that were deleted are not found.
     *
     * @param transactionId as {@link Cluster#oldestTransaction} said, at most two thousand million transactions ago
     */
    public void writtenSince(long transactionId, Visitor visitor) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement query =
                connection.prepareStatement(select() + " where age(t.xmin) <= age(?::text::xid8::xid)")) {
            query.setFetchSize(FETCH_ROWS);
            query.setString(1, Long.toString(transactionId));
            try (ResultSet row = query.executeQuery()) {
                RowValues values =
                        RowValues.of(row.getMetaData(), 1, key.columns().size(), List.of());
                while (row.next()) {
                    visitor.visit(values.key(row));
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private String select() {
        return "select " + key.names() + " from " + element.table().quoted() + " t";
    }
}
