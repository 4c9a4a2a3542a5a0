package io.tidemark.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The advisory lock of a pipeline's capture: one session of the database holds it, until its connection ends. It is there from the
 * capture's start on; the slot shows a reader only once streaming has begun.
 */
public final class CaptureLock {

    private static final String NAME = "tidemark capture ";

    /** SQL with two places, the slot and the database: the sessions that hold the lock, as the rest of a query of {@code pg_locks l}. */
    static final String HELD = "from pg_locks l join pg_database d on d.oid = l.database"
            + " where l.locktype = 'advisory' and l.granted"
            + " and (l.classid::bigint << 32 | l.objid::bigint) = " + key("%s") + " and d.datname = %s";

    private CaptureLock() {}

    /** SQL: the lock's key; the parameter is SQL, too. */
    private static String key(String slot) {
        return "hashtextextended('" + NAME + "' || " + slot + ", 0)";
    }

    /** Takes the lock for this connection's session; false while another session holds it. */
    public static boolean take(Connection connection, String slot) throws SQLException {
        return Query.one(connection, "select pg_try_advisory_lock(" + key("?") + ")", row -> row.getBoolean(1), slot);
    }

    /** The process id of the session that holds the lock; empty when none does. */
    public static Optional<Integer> holder(Connection connection, String slot) throws SQLException {
        return Query.first(
                connection, "select l.pid " + HELD.formatted("?", "current_database()"), row -> row.getInt(1), slot);
    }
}
