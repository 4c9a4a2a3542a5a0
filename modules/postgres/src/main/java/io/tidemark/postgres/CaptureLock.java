package io.tidemark.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The advisory lock of a pipeline's capture: one session of the database holds it, until its connection ends. It is there from the
 * capture's start on; the slot shows a reader only once streaming has begun.
 */
public final class CaptureLock {

    private static final String KEY = "hashtextextended(?, 0)";

    private CaptureLock() {}

    /** Takes the lock for this connection's session; false while another session holds it. */
    public static boolean take(Connection connection, String slot) throws SQLException {
        return Query.one(connection, "select pg_try_advisory_lock(" + KEY + ")", row -> row.getBoolean(1), name(slot));
    }

    /** The process id of the session that holds the lock; empty when none does. */
    public static Optional<Integer> holder(Connection connection, String slot) throws SQLException {
        return Query.first(
                connection,
                "select l.pid from pg_locks l join pg_database d on d.oid = l.database"
                        + " where l.locktype = 'advisory' and l.granted and d.datname = current_database()"
                        + " and (l.classid::bigint << 32 | l.objid::bigint) = " + KEY,
                row -> row.getInt(1),
                name(slot));
    }

    private static String name(String slot) {
        return "tidemark capture " + slot;
    }
}
