package io.tidemark.reconciler.repair;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Cluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the capture to read rows again, as {@code docs/refresh.md} says: a message in the log, and no table is
 * written. Nobody answers; what was asked for is in the graph once the tidemark has passed the position that is returned.
 *
 * <p>Every method needs a connection in auto-commit mode, so that a request counts when the method returns.
 */
public final class RefreshRequests {

    /** So many keys are in one message; the capture refuses more than ten times as many. */
    public static final int KEYS_A_MESSAGE = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SEND = "select pg_logical_emit_message(true, 'tidemark.refresh', ?)";

    private RefreshRequests() {}

    /**
     * Asks for the rows with these keys; what has no row any more is deleted.
     *
     * @param keys each one text a column, as Postgres reads it, in the order of the primary key; none asks for nothing
     * @return where the log ended after the last request had committed
     */
    public static Lsn keys(Connection connection, TableName table, List<List<String>> keys) throws SQLException {
        for (int from = 0; from < keys.size(); from += KEYS_A_MESSAGE) {
            send(connection, keysMessage(table, keys.subList(from, Math.min(keys.size(), from + KEYS_A_MESSAGE))));
        }
        return Cluster.written(connection);
    }

    /**
     * Asks for the rows whose key lies in a range, in Postgres' own order; nothing is deleted.
     *
     * @param from the first key, in the order of the primary key; empty for the table's first
     * @param to the key that ends the range and is not in it; empty for all that follow
     * @return where the log ended after the request had committed
     */
    public static Lsn range(Connection connection, TableName table, List<String> from, List<String> to)
            throws SQLException {
        send(connection, rangeMessage(table, from, to));
        return Cluster.written(connection);
    }

    /** The message for these keys. */
    static String keysMessage(TableName table, List<List<String>> keys) {
        Map<String, Object> fields = fields(table);
        fields.put("keys", keys);
        return json(fields);
    }

    /** The message for this range; an end that is left out is open. */
    static String rangeMessage(TableName table, List<String> from, List<String> to) {
        Map<String, Object> fields = fields(table);
        if (!from.isEmpty()) {
            fields.put("from", from);
        }
        if (!to.isEmpty()) {
            fields.put("to", to);
        }
        return json(fields);
    }

    private static Map<String, Object> fields(TableName table) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("table", table.toString());
        return fields;
    }

    private static String json(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new TidemarkException(Category.FATAL, "a refresh request cannot be written: " + e.getMessage(), e);
        }
    }

    private static void send(Connection connection, String message) throws SQLException {
        if (!connection.getAutoCommit()) {
            throw new IllegalArgumentException("the connection is not in auto-commit mode: the request would wait");
        }
        try (PreparedStatement statement = connection.prepareStatement(SEND)) {
            statement.setString(1, message);
            statement.execute();
        }
    }
}
