package io.tidemark.postgres;

import io.tidemark.model.position.Lsn;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The server behind a connection.
 *
 * @param systemIdentifier made with the cluster; a copy of its files has the same, a restored dump another one
 * @param database the connection's database
 * @param written how far its log is written
 */
public record Cluster(String systemIdentifier, String database, Lsn written) {

    private static final String QUERY = """
            select (select system_identifier from pg_control_system()), current_database(), pg_current_wal_insert_lsn()""";

    /** Asks the server; it must not be a standby. */
    public static Cluster of(Connection connection) throws SQLException {
        return Query.one(
                connection, QUERY, row -> new Cluster(row.getString(1), row.getString(2), Lsn.parse(row.getString(3))));
    }

    /** How far the log of the server behind this connection is written now. */
    public static Lsn written(Connection connection) throws SQLException {
        return Query.one(connection, "select pg_current_wal_insert_lsn()", row -> Lsn.parse(row.getString(1)));
    }

    /** The transaction that begins next, with its epoch: all that run now, or have ended, have a lower number. */
    public static long nextTransaction(Connection connection) throws SQLException {
        return Query.one(
                connection, "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint", row -> row.getLong(1));
    }

    /** The oldest transaction that runs now, with its epoch: all with a lower number have ended. */
    public static long oldestTransaction(Connection connection) throws SQLException {
        return Query.one(
                connection, "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint", row -> row.getLong(1));
    }
}
