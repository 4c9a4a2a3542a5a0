package io.tidemark.postgres;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Walks a table in the order of its key, a chunk at a time; the chunks' key ranges follow each other without a gap, so
 * that what lies between two rows can be asked for elsewhere. One thread; close it to end its query.
 *
 * <p>Where the primary key's index has the order, some chunks are one query and one snapshot, and the next ones are
 * another: no snapshot gets old. Text in a collation of its own has no such index: the whole table is one query, sorted once.
 */
public final class RowChunks implements AutoCloseable {

    private static final int CHUNKS_A_QUERY = 10;

    private static final int FETCH_ROWS = 5_000;

    /** So many rows that begin with one key are cut in the middle. */
    private static final int LONGEST = 4;

    private final Connection connection;
    private final ElementMapping element;
    private final KeyColumns key;
    private final int chunkRows;
    private final int startColumns;
    private Optional<RowKey> position;
    private @Nullable PreparedStatement statement;
    private @Nullable ResultSet rows;
    private @Nullable RowValues values;
    private int queryRows;
    private boolean rowIsRead;
    private boolean ended;

    /**
     * The rows of a part of the key space.
     *
     * @param after the keys lie behind this key, or behind all keys that begin with it; empty for the first chunk
     * @param upTo and up to this one, or all that begin with it; empty for the last chunk
     * @param rows the rows that count as present: their properties in the order of the mapping
     */
    public record Chunk(Optional<RowKey> after, Optional<RowKey> upTo, Map<RowKey, List<@Nullable Object>> rows) {}

    /**
     * Prepares a walk; nothing is asked yet.
     *
     * @param connection in auto-commit mode, for this walk alone until it is closed
     * @param table the element's table, which has its key columns
     * @param chunkRows about how many rows a chunk holds, at least 1
     * @param after where to begin, as {@link Chunk#upTo} of an earlier walk; empty for the beginning
     */
    public RowChunks(
            Connection connection, ElementMapping element, Table table, int chunkRows, Optional<RowKey> after) {
        this.connection = connection;
        this.element = element;
        this.key = KeyColumns.of(element, table);
        this.chunkRows = chunkRows;
        this.startColumns = element instanceof EdgeMapping edge && edge.identifiedByEnds()
                ? edge.from().columns().size()
                : element.keyColumns().size();
        this.position = after;
    }

    /** The next chunk; empty behind the last one. */
    public Optional<Chunk> next() throws SQLException {
        if (ended) {
            return Optional.empty();
        }
        Map<RowKey, List<@Nullable Object>> chunk = new LinkedHashMap<>(chunkRows * 2);
        RowKey last = null;
        while (toNextRow()) {
            RowKey next = values().key(rows());
            if (last != null && chunk.size() >= chunkRows) {
                boolean together = start(next).equals(start(last));
                if (!together || chunk.size() >= chunkRows * LONGEST) {
                    return Optional.of(new Chunk(position, move(together ? last : start(last)), chunk));
                }
            }
            chunk.put(next, values().properties(rows()));
            rowIsRead = false;
            last = next;
            queryRows++;
        }
        ended = true;
        return Optional.of(new Chunk(position, Optional.empty(), chunk));
    }

    /** The part of a key with which the graph finds elements: an edge that its ends identify is found from its start. */
    private RowKey start(RowKey key) {
        return startColumns < key.values().size() ? new RowKey(key.values().subList(0, startColumns)) : key;
    }

    private Optional<RowKey> move(RowKey to) throws SQLException {
        position = Optional.of(to);
        if (key.indexed() && queryRows >= chunkRows * (CHUNKS_A_QUERY - 1)) {
            closeQuery();
        }
        return position;
    }

    /** Makes the current row one that was not read yet. */
    private boolean toNextRow() throws SQLException {
        if (rowIsRead) {
            return true;
        }
        if (statement == null) {
            query();
        }
        rowIsRead = rows().next();
        return rowIsRead;
    }

    private void query() throws SQLException {
        connection.setAutoCommit(false);
        String columns = RowValues.selected("t.", element.values()).stream()
                .map(column -> ", " + column)
                .collect(Collectors.joining());
        PreparedStatement query = connection.prepareStatement("select " + key.names() + columns + " from "
                + element.table().quoted() + " t where "
                + position.map(key::after).orElse("true") + " and " + Presence.condition(element, "t.")
                + " order by " + key.order() + limit());
        statement = query;
        query.setFetchSize(Math.min(chunkRows, FETCH_ROWS));
        if (position.isPresent()) {
            int parameter = 1;
            for (String text : key.texts(position.get()).orElseThrow()) {
                query.setString(parameter++, text);
            }
        }
        ResultSet result = query.executeQuery();
        rows = result;
        values = RowValues.of(result.getMetaData(), 1, key.columns().size(), element.values());
        queryRows = 0;
    }

    /** Never reached: it is said for the planner, which would sort the whole table else. */
    private String limit() {
        return key.indexed() ? " limit " + (long) chunkRows * (CHUNKS_A_QUERY + LONGEST + 1) : "";
    }

    private ResultSet rows() {
        return Objects.requireNonNull(rows);
    }

    private RowValues values() {
        return Objects.requireNonNull(values);
    }

    private void closeQuery() throws SQLException {
        if (statement != null) {
            statement.close();
            statement = null;
            rows = null;
            values = null;
            rowIsRead = false;
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void close() throws SQLException {
        closeQuery();
    }
}
