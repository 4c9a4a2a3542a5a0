package io.tidemark.console.status;

import io.tidemark.console.status.PipelineStatus.Slot;
import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Catalog;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.MappingCheck;
import io.tidemark.postgres.OtherSlot;
import io.tidemark.postgres.Query;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.postgres.Tables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads Postgres' log and the slot in one statement that any role may run. */
final class SourceReader implements PartReader<String, SourceReader.Head> {

    private static final String QUERY = """
            select pg_current_wal_insert_lsn(), clock_timestamp(), s.slot_name, s.active, s.wal_status,
                   coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn), 0)::bigint, s.safe_wal_size
              from (select 1) one
              left join pg_replication_slots s on s.slot_name = ? and s.slot_type = 'logical'""";

    private static final String SECONDS = "2";

    /** Tables are altered seldom, and each takes two queries. */
    private static final long CATALOG_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final DatabaseUrl database;
    private final @Nullable Mapping mapping;
    private @Nullable Connection connection;
    private List<Problem> misfits = List.of();
    private long catalogRead;
    private boolean hasCatalog;

    /** @param mapping null when it is not known */
    SourceReader(DatabaseUrl database, @Nullable Mapping mapping) {
        this.mapping = mapping;
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
     * @param others the other slots
     * @param misfits where the tables are no longer as the mapping has them
     */
    record Head(Lsn written, Instant now, @Nullable Slot slot, List<OtherSlot> others, List<Problem> misfits) {

        Head {
            others = List.copyOf(others);
            misfits = List.copyOf(misfits);
        }
    }

    @Override
    public Head read(String prefix) {
        try {
            Connection open = connection;
            if (open == null) {
                open = Connections.open(database);
                connection = open;
            }
            compare(open);
            String slot = ReplicationSlot.nameFor(prefix);
            List<OtherSlot> others = OtherSlot.beside(open, slot);
            return Query.one(open, QUERY, row -> head(row, others), slot);
        } catch (SQLException e) {
            throw new TidemarkException(Category.RETRY, "Postgres failed: " + e.getMessage(), e);
        }
    }

    private void compare(Connection open) throws SQLException {
        if (mapping == null || (hasCatalog && System.nanoTime() - catalogRead < CATALOG_NANOS)) {
            return;
        }
        // an observer reads no rows, so its rights on them are no matter
        Tables tables = new Catalog(open).tables(mapping.tables()).readable();
        misfits = MappingCheck.problems(mapping, tables, database.user());
        catalogRead = System.nanoTime();
        hasCatalog = true;
    }

    private Head head(ResultSet row, List<OtherSlot> others) throws SQLException {
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
                slot,
                others,
                misfits);
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
