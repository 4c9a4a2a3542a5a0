package io.tidemark.console.status;

import io.tidemark.console.status.PipelineStatus.Slot;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.Query;
import io.tidemark.postgres.ReplicationSlot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Postgres' log and the slot in one statement that any role may run. */
final class SourceReader implements PartReader<String, SourceReader.Head> {

    private static final String QUERY = """
            select pg_current_wal_insert_lsn(), clock_timestamp(), s.slot_name, s.active, s.wal_status,
                   coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn), 0)::bigint, s.safe_wal_size
              from (select 1) one
              left join pg_replication_slots s on s.slot_name = ? and s.slot_type = 'logical'""";

    private static final String SECONDS = "2";

    private final DatabaseUrl database;
    private @Nullable Connection connection;

    SourceReader(DatabaseUrl database) {
        Map<String, String> parameters = new HashMap<>(database.parameters());
        parameters.putIfAbsent("connectTimeout", SECONDS);
        parameters.putIfAbsent("loginTimeout", SECONDS);
        parameters.putIfAbsent("socketTimeout", SECONDS);
        this.database = new DatabaseUrl(
                database.host(),
                database.port(),
                database.database(),
                database.user(),
                database.password(),
                parameters);
    }

    /**
     * What Postgres says.
     *
     * @param written how far its log is written
     * @param now its clock
     * @param slot null when there is none
     */
    record Head(Lsn written, Instant now, @Nullable Slot slot) {}

    @Override
    public Head read(String prefix) {
        try {
            Connection open = connection;
            if (open == null) {
                open = Connections.open(database);
                connection = open;
            }
            return Query.one(open, QUERY, SourceReader::head, ReplicationSlot.nameFor(prefix));
        } catch (SQLException e) {
            throw new TidemarkException(Category.RETRY, "Postgres failed: " + e.getMessage(), e);
        }
    }

    private static Head head(ResultSet row) throws SQLException {
        String name = row.getString(3);
        Slot slot = null;
        if (name != null) {
            boolean active = row.getBoolean(4);
            String status = row.getString(5);
            long retained = row.getLong(6);
            long safe = row.getLong(7);
            slot = new Slot(name, active, status, retained, row.wasNull() ? null : safe);
        }
        return new Head(
                Lsn.parse(row.getString(1)),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                slot);
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // it is given up anyway
            }
        }
    }
}
