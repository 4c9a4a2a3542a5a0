package io.tidemark.postgres;

import io.tidemark.model.mapping.ElementMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which rows of a table count as present, as SQL. Pure. */
final class Presence {

    private Presence() {}

    /**
     * The condition that holds for rows that count as present.
     *
     * @param row what the statement calls the row, with a dot; empty where it has no name
     */
    static String condition(ElementMapping element, String row) {
        List<String> conditions = new ArrayList<>();
        String absent = element.absentWhen();
        if (absent != null) {
            conditions.add(row + Sql.quote(absent) + " is null");
        }
        element.requiredColumns().forEach(column -> conditions.add(row + Sql.quote(column) + " is not null"));
        // by code point, whatever the collation: as the sink tells them apart
        element.presentWhen()
                .forEach((column, values) -> conditions.add(row + Sql.quote(column) + "::text collate \"C\" in ("
                        + values.stream().map(Sql::text).collect(Collectors.joining(", ")) + ")"));
        return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
    }
}
