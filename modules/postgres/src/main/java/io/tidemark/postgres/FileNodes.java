package io.tidemark.postgres;

import io.tidemark.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files in which Postgres holds tables. A statement that rewrites a table ({@code ADD COLUMN … DEFAULT
 * gen_random_uuid()}, {@code ALTER COLUMN … TYPE}, {@code TRUNCATE}) gives it another one, and an older snapshot that has not read
 * the table yet then finds it empty.
 */
public final class FileNodes {

    private FileNodes() {}

    /** The file of each table; tables that do not exist are left out. */
    public static Map<TableName, Long> of(Connection connection, Collection<TableName> tables) throws SQLException {
        Map<TableName, Long> nodes = new TreeMap<>();
        for (TableName table : tables) {
            Query.first(
                            connection,
                            "select pg_relation_filenode(c.oid) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                                    + " where n.nspname = ? and c.relname = ?",
                            row -> row.getLong(1),
                            table.schema(),
                            table.name())
                    .ifPresent(node -> nodes.put(table, node));
        }
        return nodes;
    }
}
