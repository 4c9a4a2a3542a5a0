package io.tidemark.postgres;

import io.tidemark.model.Problem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether a server, and a role on it, can be captured from. */
public final class ServerCheck {

    private static final String SERVER = """
            select current_setting('server_version_num')::int / 10000 as version, current_setting('wal_level') as wal_level,
                   pg_is_in_recovery() as standby, current_setting('server_encoding') as encoding,
                   current_database() as database""";

    private static final String CAPTURE = """
            select r.rolreplication or r.rolsuper or exists (
                     select from pg_roles provider where provider.rolname in ('rds_replication', 'rds_superuser')
                                                     and pg_has_role(current_user, provider.oid, 'member')) as replication,
                   current_user as role,
                   (select count(*) from pg_replication_slots) as slots,
                   current_setting('max_replication_slots')::int as max_slots,
                   exists (select from pg_replication_slots where slot_name = ?) as has_slot
              from pg_roles r where r.rolname = current_user""";

    private ServerCheck() {}

    /** Whether it follows another server, for now or for good. */
    public static boolean isStandby(Connection connection) throws SQLException {
        return Query.one(connection, "select pg_is_in_recovery()", row -> row.getBoolean(1));
    }

    /**
     * Everything that keeps the server from being captured, by any role.
     *
     * @return each with the statement that fixes it; empty when there is none
     */
    public static List<Problem> serverProblems(Connection connection) throws SQLException {
        return Query.one(connection, SERVER, ServerCheck::serverProblems);
    }

    /**
     * Everything that keeps this connection's role from reading the log.
     *
     * @param slot the replication slot the capture uses
     * @return as {@link #serverProblems} does
     */
    public static List<Problem> captureProblems(Connection connection, String slot) throws SQLException {
        return Query.one(connection, CAPTURE, ServerCheck::captureProblems, slot);
    }

    private static List<Problem> serverProblems(ResultSet row) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        if (row.getInt("version") < ServerFacts.OLDEST_VERSION) {
            problems.add(new Problem(
                    "Postgres is version " + row.getInt("version"),
                    ServerFacts.OLDEST_VERSION + " is the oldest that works"));
        }
        if (row.getBoolean("standby")) {
            problems.add(new Problem("Postgres is a standby", "point DATABASE_URL at the primary"));
        }
        if (!"logical".equals(row.getString("wal_level"))) {
            problems.add(new Problem(
                    "Postgres has wal_level " + row.getString("wal_level"),
                    "ALTER SYSTEM SET wal_level = logical, then restart Postgres"));
        }
        if ("SQL_ASCII".equals(row.getString("encoding"))) {
            problems.add(new Problem(
                    "database " + row.getString("database")
                            + " has the encoding SQL_ASCII, which says nothing of what its bytes mean",
                    "move it to a database with a real encoding, such as UTF8"));
        }
        return problems;
    }

    private static List<Problem> captureProblems(ResultSet row) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        if (!row.getBoolean("replication")) {
            String role = row.getString("role");
            problems.add(new Problem(
                    "role " + role + " is not allowed to replicate", "ALTER ROLE " + Sql.quote(role) + " REPLICATION"));
        }
        if (!row.getBoolean("has_slot") && row.getInt("slots") >= row.getInt("max_slots")) {
            problems.add(new Problem(
                    "all " + row.getInt("max_slots") + " replication slots are taken",
                    "drop one that no process uses (pg_drop_replication_slot) or raise max_replication_slots"));
        }
        return problems;
    }
}
