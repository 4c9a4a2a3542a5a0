package io.tidemark.capture.refresh;

import io.tidemark.postgres.ValueText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The SQL that reads what a request asks for. Its columns: whether there is a row, the key's columns as they were asked
 * for (only for {@link RefreshRequest.Keys}), the row's columns.
 *
 * <p>Postgres turns the values of a request into the types of the key: so a key that has no row is spelled as it was when
 * it had one.
 *
 * @param values one array of texts for each column of the key, or single texts
 * @param arrays whether they are arrays; then the key's columns as they were asked for come before the row's
 */
record RefreshQuery(String sql, List<List<String>> values, boolean arrays) {

    /**
     * A column of the primary key.
     *
     * @param type as declared, {@code character varying(50)}
     * @param plainType without length or precision: casting to it cuts nothing
     */
    record KeyColumn(String name, String type, String plainType) {}

    /**
     * A column of the row.
     *
     * @param text whether its text is read, see {@link io.tidemark.model.mapping.PropertyMapping#text()}
     */
    record RowColumn(String name, boolean text) {

        private String sql() {
            String column = "t." + quote(name);
            return text ? ValueText.of(column) : column;
        }
    }

    static RefreshQuery keys(RefreshRequest.Keys request, List<RowColumn> columns, List<KeyColumn> key) {
        String asked = numbered(key, i -> "u" + i + "::" + key.get(i).type() + " as k" + i);
        String unnested = numbered(key, i -> "u" + i);
        String parameters = numbered(key, i -> "?::text[]");
        String on = IntStream.range(0, key.size())
                .mapToObj(i -> "t." + quote(key.get(i).name()) + " = a.k" + i)
                .collect(Collectors.joining(" and "));
        List<List<String>> values = IntStream.range(0, key.size())
                .mapToObj(i -> request.keys().stream().map(each -> each.get(i)).toList())
                .toList();
        return new RefreshQuery(
                "select t.tableoid is not null, " + numbered(key, i -> "a.k" + i) + ", " + list(columns)
                        + " from (select " + asked + " from unnest(" + parameters + ") as u(" + unnested + ")) a"
                        + " left join " + request.table().quoted() + " t on " + on,
                values,
                true);
    }

    static RefreshQuery range(RefreshRequest.Range request, List<RowColumn> columns, List<KeyColumn> key) {
        return range("select true, " + list(columns), request, key, "");
    }

    private static RefreshQuery range(String select, RefreshRequest.Range request, List<KeyColumn> key, String end) {
        String own = "(" + numbered(key, i -> "t." + quote(key.get(i).name())) + ")";
        String bound = "(" + numbered(key, i -> "?::text::" + key.get(i).plainType()) + ")";
        List<String> conditions = new ArrayList<>();
        List<List<String>> values = new ArrayList<>();
        if (!request.from().isEmpty()) {
            conditions.add(own + " >= " + bound);
            values.add(request.from());
        }
        if (!request.to().isEmpty()) {
            conditions.add(own + " < " + bound);
            values.add(request.to());
        }
        return new RefreshQuery(
                select + " from " + request.table().quoted() + " t"
                        + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions)) + end,
                values,
                false);
    }

    /**
     * The first keys of a range, as texts in its order; nothing but the keys is read.
     *
     * @param most how many
     */
    static RefreshQuery rangeKeys(RefreshRequest.Range request, List<KeyColumn> key, int most) {
        String own = numbered(key, i -> "t." + quote(key.get(i).name()));
        String texts = numbered(key, i -> "t." + quote(key.get(i).name()) + "::text");
        return range("select " + texts, request, key, " order by " + own + " limit " + most);
    }

    private static String list(List<RowColumn> columns) {
        return columns.stream().map(RowColumn::sql).collect(Collectors.joining(", "));
    }

    private static String numbered(List<KeyColumn> key, IntFunction<String> each) {
        return IntStream.range(0, key.size()).mapToObj(each).collect(Collectors.joining(", "));
    }

    private static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Ready to be executed; the caller closes it. */
    PreparedStatement prepare(Connection connection, int fetchSize) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(fetchSize);
        int parameter = 1;
        for (List<String> each : values) {
            if (arrays) {
                Array array = connection.createArrayOf("text", each.toArray());
                statement.setArray(parameter++, array);
            } else {
                for (String value : each) {
                    statement.setString(parameter++, value);
                }
            }
        }
        return statement;
    }
}
