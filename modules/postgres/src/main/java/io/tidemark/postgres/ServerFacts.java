package io.tidemark.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * What a server says of itself and of the role that asks.
 *
 * @param version as it prints it, for example {@code 18.6}
 * @param majorVersion for example 18
 * @param walLevel {@code logical}, {@code replica} or {@code minimal}
 * @param standby whether it only follows another server
 * @param emitsMessages whether the role may write logical messages to the log
 * @param now its clock
 */
public record ServerFacts(
        String version, int majorVersion, String walLevel, boolean standby, boolean emitsMessages, Instant now) {

    /** The oldest major version that works. */
    public static final int OLDEST_VERSION = 15;

    private static final String QUERY = """
            select current_setting('server_version'), current_setting('server_version_num')::int / 10000,
                   current_setting('wal_level'), pg_is_in_recovery(),
                   (select bool_or(has_function_privilege(p.oid, 'execute')) from pg_proc p
                     where p.proname = 'pg_logical_emit_message' and p.pronamespace = 'pg_catalog'::regnamespace
                       and p.proargtypes[2] = 'text'::regtype),
                   clock_timestamp()""";

    /** Asks the server; any role may. */
    public static ServerFacts of(Connection connection) throws SQLException {
        return Query.one(
                connection,
                QUERY,
                row -> new ServerFacts(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        row.getObject(6, OffsetDateTime.class).toInstant()));
    }
}
