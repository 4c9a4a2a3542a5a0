package io.tidemark.postgres;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads rows of a table by their keys. One thread. */
public final class RowLookup {

    private final Connection connection;
    private final ElementMapping element;
    private final KeyColumns key;
    private final List<String> primaryKey;

    /**
     * Looks rows up through this connection, which the caller closes.
     *
     * @param table the element's table, which has its key columns
     */
    public RowLookup(Connection connection, ElementMapping element, Table table) {
        this.connection = connection;
        this.element = element;
        this.key = KeyColumns.of(element, table);
        this.primaryKey = table.primaryKey();
    }

    /**
     * A row as it is now.
     *
     * @param version the transaction that wrote it ({@code xmin}): as long as it is the same, nothing has touched the row
     * @param present false when it counts as absent, see {@link ElementMapping#absentWhen()}
     * @param properties in the order of the mapping
     */
    public record Row(String version, boolean present, List<@Nullable Object> properties) {}

    /** The key as Postgres reads it, one text a column of the primary key in its order; empty when no row can have it. */
    public Optional<List<String>> primaryKeyTexts(RowKey rowKey) {
        return key.texts(rowKey)
                .map(texts -> primaryKey.stream()
                        .map(column -> texts.get(element.keyColumns().indexOf(column)))
                        .toList());
    }

    /** The rows with these keys in one snapshot, also those that count as absent; keys without a row are not in it. */
    public Map<RowKey, Row> rows(Collection<RowKey> keys) throws SQLException {
        List<RowKey> asked = new ArrayList<>(keys.size());
        List<List<String>> texts = new ArrayList<>(keys.size());
        for (RowKey each : keys) {
            key.texts(each).ifPresent(text -> {
                asked.add(each);
                texts.add(text);
            });
        }
        Map<RowKey, Row> rows = new HashMap<>(asked.size() * 2);
        try (PreparedStatement query = connection.prepareStatement(sql())) {
            for (int column = 0; column < key.columns().size(); column++) {
                int index = column;
                query.setArray(
                        column + 1,
                        connection.createArrayOf(
                                "text",
                                texts.stream().map(text -> text.get(index)).toArray()));
            }
            try (ResultSet row = query.executeQuery()) {
                RowValues values = RowValues.of(row.getMetaData(), 4, 0, element.values());
                while (row.next()) {
                    rows.put(
                            asked.get(row.getInt(1) - 1),
                            new Row(row.getString(2), row.getBoolean(3), values.properties(row)));
                }
            }
        }
        return rows;
    }

    private String sql() {
        String names = IntStream.range(0, key.columns().size())
                .mapToObj(index -> "u" + index)
                .collect(Collectors.joining(", "));
        String arrays = key.columns().stream().map(column -> "?::text[]").collect(Collectors.joining(", "));
        String present = Presence.condition(element, "t.");
        String properties = RowValues.selected("t.", element.values()).stream()
                .map(column -> ", " + column)
                .collect(Collectors.joining());
        return "select a.n, t.xmin::text, " + present + properties + " from unnest(" + arrays
                + ") with ordinality as a(" + names + ", n) join "
                + element.table().quoted() + " t on "
                + key.found();
    }
}
