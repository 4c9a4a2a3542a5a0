package io.tidemark.reconciler.repair;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.model.TableName;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.Query;
import io.tidemark.reconciler.run.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the capture to read rows again, as {@code docs/refresh.md} says: a message in the log, and no table is
 * written. Nobody answers; what was asked for is in the graph once the tidemark has passed the position that is returned.
 *
 * <p>Every method needs a connection in auto-commit mode, so that a request counts when the method returns.
 */
final class RefreshRequests {

    /** So many keys are in one message; the capture refuses more than ten times as many. */
    private static final int KEYS_A_MESSAGE = 1_000;

    private RefreshRequests() {}

    /**
     * Asks for the rows with these keys; what has no row any more is deleted.
     *
     * @param keys each one text a column, as Postgres reads it, in the order of the primary key; none asks for nothing
     * @return where the log ended after the last request had committed
     */
    static Lsn keys(Connection connection, TableName table, List<List<String>> keys) throws SQLException {
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
    static Lsn range(Connection connection, TableName table, List<String> from, List<String> to) throws SQLException {
        send(connection, rangeMessage(table, from, to));
        return Cluster.written(connection);
    }

    /** The message for these keys. */
    static String keysMessage(TableName table, List<List<String>> keys) {
        return Json.ascii(new Message(table.toString(), keys, null, null));
    }

    /** The message for this range; an end that is left out is open. */
    static String rangeMessage(TableName table, List<String> from, List<String> to) {
        return Json.ascii(new Message(table.toString(), null, from.isEmpty() ? null : from, to.isEmpty() ? null : to));
    }

    /** What the capture reads; fields that are null are left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Message(
            String table,
            @Nullable List<List<String>> keys,
            @Nullable List<String> from,
            @Nullable List<String> to) {}

    private static void send(Connection connection, String message) throws SQLException {
        if (!connection.getAutoCommit()) {
            throw new IllegalArgumentException("the connection is not in auto-commit mode: the request would wait");
        }
        Query.execute(connection, "select pg_logical_emit_message(true, 'tidemark.refresh', ?)", message);
    }
}
