package io.tidemark.lab.chaos;

import io.tidemark.lab.chaos.judge.MirrorComparison;
import io.tidemark.lab.chaos.judge.Texts;
import io.tidemark.model.mapping.ElementMapping;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads whole tables, every column, in the form in which they are compared. */
final class Tables {

    private static final int FETCH_ROWS = 10_000;

    private Tables() {}

    /** Hands every row to the comparison. */
    static void read(Connection connection, ElementMapping element, MirrorComparison comparison) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet row =
                    statement.executeQuery("select * from " + element.table().quoted())) {
                int columns = row.getMetaData().getColumnCount();
                while (row.next()) {
                    List<@Nullable String> values = new ArrayList<>(columns);
                    Map<String, @Nullable String> byName = new HashMap<>();
                    for (int i = 1; i <= columns; i++) {
                        values.add(text(row, i));
                        byName.put(row.getMetaData().getColumnName(i), text(row, i));
                    }
                    comparison.row(
                            Texts.key(element.keyColumns().stream()
                                    .map(byName::get)
                                    .map(String::valueOf)
                                    .toList()),
                            values);
                }
            }
        } finally {
            connection.rollback();
        }
    }

    private static @Nullable String text(ResultSet row, int column) throws SQLException {
        if (!row.getMetaData().getColumnTypeName(column).equals("timestamptz")) {
            return row.getString(column);
        }
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : Texts.time(time.toInstant());
    }
}
