package io.tidemark.postgres;

import io.tidemark.model.mapping.ElementMapping;
import java.sql.Connection;
import java.sql.SQLException;

/** How many rows a table has. */
public final class RowCount {

    private static final long COUNTED_AT_MOST = 1_000_000;

    /** What the planner believes of a table, or of its partitions together; 0 where it was never told. Two times its name. */
    static final String BELIEVED = PartitionTree.TREE.replace("?::oid", "?::regclass") + """
            select coalesce(sum(greatest(reltuples, 0)), 0)::bigint from pg_class
             where relkind <> 'p' and (oid = ?::regclass or oid in (select oid from tree))""";

    private RowCount() {}

    /**
     * A number of rows.
     *
     * @param rows how many
     * @param exact whether they were counted; otherwise the planner believes so, or there are at least so many
     */
    public record Estimate(long rows, boolean exact) {}

    /** The rows that count as present, counted one by one in one snapshot. */
    public static long exact(Connection connection, ElementMapping element) throws SQLException {
        return count(
                connection,
                "select count(*) from " + element.table().quoted() + " where " + Presence.condition(element, ""));
    }

    /**
     * About how many rows a table has, present or not, in a moment whatever its size: what the planner believes, or a
     * count of at most a million where it was never told.
     */
    public static Estimate about(Connection connection, ElementMapping element) throws SQLException {
        long believed = Query.first(
                        connection,
                        BELIEVED,
                        row -> row.getLong(1),
                        element.table().quoted(),
                        element.table().quoted())
                .orElse(0L);
        if (believed > 0) {
            return new Estimate(believed, false);
        }
        long counted = count(
                connection,
                "select count(*) from (select from " + element.table().quoted() + " limit " + COUNTED_AT_MOST + ") r");
        return new Estimate(counted, counted < COUNTED_AT_MOST);
    }

    private static long count(Connection connection, String sql) throws SQLException {
        return Query.one(connection, sql, row -> row.getLong(1));
    }
}
