package io.tidemark.postgres;

import io.tidemark.model.Problem;
import io.tidemark.model.position.Lsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A logical replication slot as it is now.
 *
 * @param name its name, unique in the cluster
 * @param database the database it decodes
 * @param plugin its output plugin
 * @param activeProcess the backend that reads it; 0 for none
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}; null while the slot is being made
 * @param confirmed its reader has everything before this position; what is before can not be sent again. Null while the
 *     slot is being made
 * @param retainedBytes how much log it keeps, in bytes; 0 when it keeps none
 */
public record ReplicationSlot(
        String name,
        String database,
        String plugin,
        int activeProcess,
        @Nullable String walStatus,
        @Nullable Lsn confirmed,
        long retainedBytes) {

    private static final String FIND = """
            select slot_name, coalesce(database, ''), plugin, coalesce(active_pid, 0), wal_status, confirmed_flush_lsn,
                   coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint
              from pg_replication_slots where slot_name = ? and slot_type = 'logical'""";

    /** The slot a pipeline uses: its prefix in lower case, with underscores for what Postgres does not allow in it. */
    public static String nameFor(String prefix) {
        return prefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    }

    /** The slot of this name. */
    public static Optional<ReplicationSlot> find(Connection connection, String name) throws SQLException {
        return Query.first(connection, FIND, ReplicationSlot::of, name);
    }

    private static ReplicationSlot of(ResultSet row) throws SQLException {
        String confirmed = row.getString(6);
        return new ReplicationSlot(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                confirmed == null ? null : Lsn.parse(confirmed),
                row.getLong(7));
    }

    /** Drops the slot of this name; it must not be in use. */
    public static void drop(Connection connection, String name) throws SQLException {
        Query.execute(connection, "select pg_drop_replication_slot(?)", name);
    }

    /**
     * What keeps a pipeline of another database of the same cluster from using this slot: it decodes its own database only.
     *
     * @param own the pipeline's database
     * @return empty when the slot belongs to that database
     */
    public Optional<Problem> ofAnother(String own) {
        if (database.equals(own)) {
            return Optional.empty();
        }
        String prefix =
                "set a TIDEMARK_PREFIX that no other pipeline of this cluster uses (slot names are per cluster)";
        return Optional.of(new Problem(
                "replication slot " + name + " belongs to database " + database + ", not to " + own,
                activeProcess != 0
                        ? prefix + "; a capture reads the slot now (backend " + activeProcess + ")"
                        : prefix + ", or, if this pipeline was moved here from " + database
                                + " and no other needs the slot: SELECT pg_drop_replication_slot('" + name
                                + "') and ./tidemark capture --resnapshot"));
    }

    /** Whether the log it needs is gone. */
    public boolean isLost() {
        return "lost".equals(walStatus);
    }
}
