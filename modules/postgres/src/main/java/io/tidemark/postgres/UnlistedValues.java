package io.tidemark.postgres;

import io.tidemark.model.Problem;
import io.tidemark.model.amount.Amounts;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.ElementValue;
import io.tidemark.model.mapping.NamesByColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds values of a column for which the mapping lists no name: rows that have one become dead letters. */
public final class UnlistedValues {

    private static final int ROWS_READ = 1_000_000;

    private static final String ENUM_LABELS = """
            select e.enumlabel from pg_attribute a join pg_enum e on e.enumtypid = a.atttypid
             where a.attrelid = ?::regclass and a.attname = ? order by e.enumsortorder""";

    private static final String FIX =
            "rows with such a value become dead letters: add it under values:, or keep them out with presentWhen:";

    private UnlistedValues() {}

    /**
     * What rows of a table have, among the first million at most, and what its enums could have.
     *
     * @param element of a table that has the mapped columns
     * @return one for each column with unlisted rows or enum values, without the contents of rows
     */
    public static List<Problem> find(Connection connection, ElementMapping element) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        for (ElementValue value : element.values()) {
            if (value.names() != null) {
                find(connection, element, value, value.names(), problems);
            }
        }
        return problems;
    }

    private static void find(
            Connection connection,
            ElementMapping element,
            ElementValue value,
            NamesByColumn names,
            List<Problem> problems)
            throws SQLException {
        boolean nullIsUnlisted = ElementValue.UNLISTED.equals(value.inGraph(null));
        String place = "column " + element.table() + "." + names.column();
        List<String> present = element.presentWhen().getOrDefault(names.column(), List.of());
        String labels = Query.list(
                        connection,
                        ENUM_LABELS,
                        row -> row.getString(1),
                        element.table().quoted(),
                        names.column())
                .stream()
                .filter(label -> names.name(label).isEmpty())
                .filter(label -> present.isEmpty() || present.contains(label))
                .collect(Collectors.joining(", "));
        if (!labels.isEmpty()) {
            problems.add(new Problem(place + " can be " + labels + ", which the mapping does not list", FIX));
        }
        String column = "t." + Sql.quote(names.column());
        String listed = names.values().keySet().stream().map(Sql::text).collect(Collectors.joining(", "));
        long rows = Query.one(
                connection,
                "select count(*) from (select * from " + element.table().quoted() + " limit " + ROWS_READ + ") t where "
                        + Presence.condition(element, "t.") + " and (" + (nullIsUnlisted ? column + " is null or " : "")
                        + column
                        + "::text collate \"C\" not in (" + listed + "))",
                row -> row.getLong(1));
        if (rows > 0) {
            problems.add(new Problem(
                    place + " has a value" + (nullIsUnlisted ? ", or null," : "")
                            + " that the mapping does not list in "
                            + Amounts.count(rows, "row", "rows") + " of the first "
                            + Amounts.count(ROWS_READ),
                    FIX));
        }
    }
}
