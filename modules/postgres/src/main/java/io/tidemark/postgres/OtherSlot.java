package io.tidemark.postgres;

import io.tidemark.model.Problem;
import io.tidemark.model.amount.Amounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A logical replication slot beside the pipeline's own.
 *
 * @param name its name
 * @param used whether something reads it, or a capture holds its lock
 * @param ofPipeline whether it is what a pipeline of this database has: a publication of the same name goes with it
 * @param retainedBytes how much log it keeps
 */
public record OtherSlot(String name, boolean used, boolean ofPipeline, long retainedBytes) {

    private static final String ALL = """
            select s.slot_name, s.active or exists (select %s),
                   s.plugin = 'pgoutput' and s.database = current_database()
                     and exists (select from pg_publication where pubname = s.slot_name),
                   coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn), 0)::bigint
              from pg_replication_slots s where s.slot_type = 'logical' and s.slot_name <> ? order by 1""".formatted(CaptureLock.HELD.formatted("s.slot_name", "s.database"));

    /** All slots of the cluster but the pipeline's own. Any role may ask. */
    public static List<OtherSlot> beside(Connection connection, String own) throws SQLException {
        return Query.list(
                connection,
                ALL,
                row -> new OtherSlot(row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getLong(4)),
                own);
    }

    /** What is to be said of it if no capture of its pipeline runs. */
    public Optional<Problem> leftover() {
        return used || !ofPipeline
                ? Optional.empty()
                : Optional.of(new Problem(
                        "slot " + name + " is not of this pipeline, no process reads it, and it keeps "
                                + Amounts.bytes(retainedBytes) + " of log",
                        "if its pipeline is gone, ./tidemark teardown --tidemark-prefix " + name
                                + " removes it; otherwise start its capture"));
    }
}
