package io.tidemark.postgres;

import io.tidemark.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which partitions a partitioned table has. Partitions are attached, detached, dropped and truncated without a word in the log, so
 * two moments are compared: by text, which names each partition with its file and the transaction that attached it, and, behind a minus, tables
 * that were partitions with the transaction that changed their columns last.
 *
 * <p>The catalog is read without a lock on any partition: the application may hold one for long.
 */
public final class PartitionTree {

    /** The partitions below a table, on every level, for a statement that reads {@code tree}; its parameter is the table's oid. */
    static final String TREE = """
            with recursive tree(oid, attached) as (
              select inhrelid, xmin from pg_inherits where inhparent = ?::oid and not inhdetachpending
              union all
              select i.inhrelid, i.xmin from pg_inherits i join tree on i.inhparent = tree.oid where not i.inhdetachpending)
            """;

    private static final String TEXT = TREE + """
            select coalesce(string_agg(c.oid || '.' || c.relfilenode || '.' || tree.attached, ',' order by c.oid), '')
              from tree join pg_class c on c.oid = tree.oid""";

    /** Attaching and detaching change a table's columns; truncating it, moving it or its rights do not. */
    private static final String FORMER = """
            select '-' || c.oid || '.0.' || a.xmin
              from pg_class c
              join lateral (select xmin from pg_attribute
                             where attrelid = c.oid and attnum > 0 and not attisdropped order by attnum limit 1) a on true
             where c.oid = any(?::text[]::oid[])
             order by c.oid desc
             limit 16""";

    private static final String SIZE = """
            select coalesce(sum(coalesce(pg_relation_size(p.oid::oid::regclass), 1)), 0) from unnest(?::text[]) as p(oid)""";

    private PartitionTree() {}

    /** The text for each of the tables that is partitioned; the others are left out. */
    public static Map<TableName, String> of(Connection connection, Collection<TableName> tables) throws SQLException {
        Map<TableName, String> texts = new TreeMap<>();
        for (TableName table : tables) {
            var oid = Query.first(
                    connection,
                    "select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                            + " where n.nspname = ? and c.relname = ? and c.relkind = 'p'",
                    row -> row.getLong(1),
                    table.schema(),
                    table.name());
            if (oid.isPresent()) {
                texts.put(table, Query.one(connection, TEXT, row -> row.getString(1), oid.get()));
            }
        }
        return texts;
    }

    /**
     * Adds the tables that were partitions in an earlier text, the newest few: one that was attached again and has left since looks
     * otherwise, though the partitions are the same.
     *
     * @param earlier a text, with such tables or without
     * @param now a text of {@link #of}
     */
    public static String withFormer(Connection connection, String earlier, String now) throws SQLException {
        Set<String> oids = oids(earlier);
        oids.removeAll(oids(now));
        if (oids.isEmpty()) {
            return now;
        }
        List<String> entries = new ArrayList<>(partitions(now));
        entries.addAll(Query.list(
                connection, FORMER, row -> row.getString(1), connection.createArrayOf("text", oids.toArray())));
        return String.join(",", entries);
    }

    private static Set<String> oids(String text) {
        return partitions(text).stream().map(PartitionTree::oid).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String oid(String entry) {
        return entry.substring(isFormer(entry) ? 1 : 0, entry.indexOf('.'));
    }

    private static boolean isFormer(String entry) {
        return entry.startsWith("-");
    }

    /**
     * Whether rows may have come to a table, or left it, between two moments: everything but a partition that is new and empty
     * now. Waits for a session that alters one of the new partitions.
     */
    public static boolean mayHaveMovedRows(Connection connection, String then, String now) throws SQLException {
        Set<String> added = partitions(now);
        Set<String> before = partitions(then);
        Set<String> known = oids(then);
        boolean cameBack = added.stream()
                .filter(PartitionTree::isFormer)
                .anyMatch(former -> !before.contains(former) && known.contains(oid(former)));
        before.removeIf(PartitionTree::isFormer);
        if (cameBack || !added.containsAll(before)) {
            return true;
        }
        added.removeAll(before);
        added.removeIf(PartitionTree::isFormer);
        Object[] oids = added.stream().map(PartitionTree::oid).toArray();
        return Query.one(connection, SIZE, row -> row.getLong(1), connection.createArrayOf("text", oids)) > 0;
    }

    private static Set<String> partitions(String text) {
        return text.isEmpty() ? new TreeSet<>() : new TreeSet<>(Arrays.asList(text.split(",", -1)));
    }
}
