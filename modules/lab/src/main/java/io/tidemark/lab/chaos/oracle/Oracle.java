package io.tidemark.lab.chaos.oracle;

import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.lab.chaos.judge.Histories;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows every row change that Postgres committed since it was made: reads the log through a slot of its own with the
 * plugin {@code test_decoding}, which comes with Postgres. A thread of its own reads now and then, so that the log is
 * not kept; it looks first and moves the slot afterwards, so that a crash between the two loses nothing. Thread-safe.
 */
public final class Oracle implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Oracle.class);
    private static final int CHUNK_CHANGES = 20_000;
    private static final long READ_EVERY_MILLIS = 4_000;

    private static final String PARTITIONS = """
            select n.nspname || '.' || c.relname, rn.nspname || '.' || r.relname
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              join pg_class r on r.oid = pg_partition_root(c.oid) join pg_namespace rn on rn.oid = r.relnamespace
             where c.relispartition""";

    private final DatabaseUrl database;
    private final String slot;
    private final CommittedChanges changes;
    private final Thread reader = DaemonThreads.named("oracle", this::readOn);
    private volatile boolean closed;
    private volatile long count;

    private final Map<String, String> partitions;

    private Oracle(DatabaseUrl database, String slot, Mapping mapping, Map<String, String> partitions) {
        this.database = database;
        this.slot = slot;
        this.partitions = partitions;
        this.changes = new CommittedChanges(mapping, partitions);
    }

    /** Makes the slot; what is committed from now on is known, of partitions only what happens to rows of those that are there now. */
    public static Oracle watch(DatabaseUrl database, String slot, Mapping mapping) throws SQLException {
        Map<String, String> partitions = new HashMap<>();
        try (Connection connection = Connections.openAsApplication(database)) {
            Query.list(connection, PARTITIONS, row -> Map.entry(row.getString(1), row.getString(2)))
                    .forEach(pair -> partitions.put(pair.getKey(), pair.getValue()));
            Query.execute(connection, "select pg_create_logical_replication_slot(?, 'test_decoding')", slot);
        }
        Oracle oracle = new Oracle(database, slot, mapping, Map.copyOf(partitions));
        oracle.reader.start();
        return oracle;
    }

    private void readOn() {
        while (!closed) {
            try {
                catchUp();
            } catch (SQLException | TidemarkException e) {
                LOG.debug("the oracle waits for Postgres: {}", e.getMessage());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(READ_EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Reads everything that is committed now. */
    public synchronized void catchUp() throws SQLException {
        try (Connection connection = Connections.openAsApplication(database)) {
            Query.execute(connection, "set timezone = 'UTC'");
            Query.execute(connection, "set datestyle = 'ISO'");
            connection.setAutoCommit(false);
            String end = Query.one(connection, "select pg_current_wal_flush_lsn()", row -> row.getString(1));
            boolean more = true;
            while (more) {
                more = chunk(connection, end);
                // to the end when nothing is left: else the same log is decoded again next time
                move(connection, more ? changes.lastCommit().toString() : end);
                count = changes.histories().size();
            }
        }
    }

    /** Takes whole transactions, so many that a chunk is full; false when there was none, messages apart. */
    private boolean chunk(Connection connection, String end) throws SQLException {
        boolean any = false;
        try (PreparedStatement statement = connection.prepareStatement(
                "select lsn::text, xid::text, data from pg_logical_slot_peek_changes(?, ?::pg_lsn, ?,"
                        + " 'skip-empty-xacts', 'on')")) {
            statement.setFetchSize(CHUNK_CHANGES);
            statement.setString(1, slot);
            statement.setString(2, end);
            statement.setInt(3, CHUNK_CHANGES);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    any |= row.getString(3).startsWith("COMMIT");
                    changes.line(Lsn.parse(row.getString(1)), Long.parseLong(row.getString(2)), row.getString(3));
                }
            }
        }
        connection.commit();
        return any;
    }

    private void move(Connection connection, String position) throws SQLException {
        Query.execute(
                connection,
                "select pg_replication_slot_advance(?, greatest(?::pg_lsn, confirmed_flush_lsn))"
                        + " from pg_replication_slots where slot_name = ?",
                slot,
                position,
                slot);
        connection.commit();
    }

    /** Changes known so far; never waits. */
    public long count() {
        return count;
    }

    /** The tables that have partitions: rows come to them, and leave them, without a word in the log. */
    public Set<String> partitioned() {
        return Set.copyOf(partitions.values());
    }

    /** Transactions known so far that changed rows. */
    public synchronized long transactions() {
        return changes.transactions();
    }

    /** Whether a table is known to have been truncated by a commit behind this position. */
    public synchronized boolean truncatedAfter(String table, Lsn position) {
        return changes.truncatedAfter(table, position);
    }

    /** All of them; to be read only while {@link #catchUp} has nothing left to find. */
    public synchronized Histories histories() {
        return changes.histories();
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
