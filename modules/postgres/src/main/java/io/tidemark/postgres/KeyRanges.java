package io.tidemark.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Cuts a table into ranges of its primary key, in the key's own order and column order, which may both be others than the
 * graph's. Each range is one walk along the key's index. One thread.
 */
public final class KeyRanges {

    private final Connection connection;
    private final Table table;
    private final List<Column> key;

    /**
     * Cuts through this connection, which the caller closes.
     *
     * @param table has a primary key
     */
    public KeyRanges(Connection connection, Table table) {
        this.connection = connection;
        this.table = table;
        this.key = table.primaryKey().stream()
                .map(name -> Objects.requireNonNull(table.columns().get(name), name))
                .toList();
    }

    /**
     * A range of keys.
     *
     * @param from the first key, a text a column as Postgres reads it; empty for the table's first
     * @param to the key that ends the range and is not in it; empty for all that follow
     * @param rows how many rows it had when it was cut
     */
    public record Range(List<String> from, List<String> to, long rows) {

        public Range {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }

        /** Whether nothing follows it. */
        public boolean last() {
            return to.isEmpty();
        }
    }

    /**
     * The range that begins with a key.
     *
     * @param from as {@link Range#to} of the one before; empty for the first
     * @param rows how many rows it has, unless it is the last one
     */
    public Range next(List<String> from, int rows) throws SQLException {
        List<Object> parameters = new ArrayList<>(from);
        parameters.add(rows + 1L);
        return Query.first(connection, sql(!from.isEmpty()), row -> range(from, rows, row), parameters.toArray())
                .orElseGet(() -> new Range(from, List.of(), 0));
    }

    private Range range(List<String> from, int rows, ResultSet row) throws SQLException {
        long found = row.getLong(1);
        if (found <= rows) {
            return new Range(from, List.of(), found);
        }
        List<String> last = new ArrayList<>();
        for (int column = 0; column < key.size(); column++) {
            last.add(row.getString(column + 2));
        }
        return new Range(from, last, rows);
    }

    /** How many rows, and the last of them: one more than the range may have, if there are that many. */
    private String sql(boolean bounded) {
        String bound = " where (" + each(i -> name(i)) + ") >= ("
                + each(i -> "?::text::" + key.get(i).typeName()) + ")";
        return "select count(*) over (), " + each(i -> "p.k" + i + "::text") + " from (select "
                + each(i -> name(i) + " as k" + i) + " from " + table.name().quoted() + " t" + (bounded ? bound : "")
                + " order by " + each(i -> name(i)) + " limit ?) p order by " + each(i -> "p.k" + i + " desc")
                + " limit 1";
    }

    private String name(int index) {
        return "t." + Sql.quote(key.get(index).name());
    }

    private String each(IntFunction<String> part) {
        return IntStream.range(0, key.size()).mapToObj(part).collect(Collectors.joining(", "));
    }
}
