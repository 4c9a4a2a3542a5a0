package io.tidemark.capture.column;

import io.debezium.relational.TableId;
import io.debezium.snapshot.spi.SnapshotQuery;
import io.tidemark.connector.TextColumns;
import io.tidemark.postgres.ValueText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The query of a snapshot in which the columns of {@link TextColumns} are text before the driver makes something of them. Debezium finds it by
 * its name ({@code snapshot.query.mode.custom.name}).
 */
public final class SnapshotTexts implements SnapshotQuery {

    /** What it is called in Debezium's properties. */
    public static final String NAME = "tidemark";

    private TextColumns texts = TextColumns.of(null);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void configure(Map<String, ?> properties) {
        Object list = properties.get(TextColumns.PROPERTY);
        texts = TextColumns.of(list == null ? null : list.toString());
    }

    /**
     * Everything of the table.
     *
     * @param table in double quotes, with its schema
     * @param columns in double quotes
     */
    @Override
    public Optional<String> snapshotQuery(String table, List<String> columns) {
        String name = TableId.parse(table, false).identifier();
        return Optional.of(columns.stream()
                .map(column -> texts.contains(name, unquoted(column)) ? ValueText.of(column) + " as " + column : column)
                .collect(Collectors.joining(", ", "select ", " from " + table)));
    }

    private static String unquoted(String column) {
        return column.startsWith("\"")
                ? column.substring(1, column.length() - 1).replace("\"\"", "\"")
                : column;
    }
}
