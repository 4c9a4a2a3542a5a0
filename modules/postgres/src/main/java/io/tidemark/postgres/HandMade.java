package io.tidemark.postgres;

import io.tidemark.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * What an administrator changes in Postgres because setup or the documentation asks for it. Nothing says for whom it was changed, so
 * Tidemark names it and leaves it as it is.
 *
 * @param name what it is: a role, a table, a setting
 * @param statement what takes it back
 */
public record HandMade(String name, String statement) {

    /** The roles of {@code ops/postgres} that the cluster has. */
    public static List<HandMade> roles(Connection connection) throws SQLException {
        return Query.list(
                connection,
                "select rolname from pg_roles where rolname in"
                        + " ('tidemark_capture', 'tidemark_reconciler', 'tidemark_console') order by rolname",
                row -> {
                    String role = Sql.quote(row.getString(1));
                    return new HandMade(row.getString(1), "DROP OWNED BY " + role + "; DROP ROLE " + role);
                });
    }

    /** Those of the tables whose replica identity is FULL. */
    public static List<HandMade> identities(Connection connection, Collection<TableName> tables) throws SQLException {
        return new Catalog(connection)
                .tables(tables).found().values().stream()
                        .filter(table -> table.replicaIdentity() == Table.ReplicaIdentity.FULL)
                        .map(table -> new HandMade(
                                table.name().toString(),
                                "ALTER TABLE " + table.name().quoted() + " REPLICA IDENTITY DEFAULT"))
                        .toList();
    }

    /** The server's settings that logical decoding needs, unless another slot uses it. */
    public static List<HandMade> settings(Connection connection, String slot) throws SQLException {
        return Query.list(
                connection,
                "select name from pg_settings where (name = 'wal_level' and setting = 'logical'"
                        + " or name = 'max_slot_wal_keep_size' and setting <> '-1') and not exists"
                        + " (select from pg_replication_slots where slot_type = 'logical' and slot_name <> ?)"
                        + " order by name",
                row -> new HandMade(row.getString(1), "ALTER SYSTEM RESET " + row.getString(1)),
                slot);
    }
}
