package io.tidemark.postgres;

import io.tidemark.model.value.Interval;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a column of a result in the Java types of {@link io.tidemark.model.value.GraphType}, as {@code
 * docs/column-types.md} declares them. It goes through the driver alone and shares no code with the way a change takes
 * through the log, so that comparing the two means something.
 */
@FunctionalInterface
interface ColumnValue {

    OffsetDateTime LATEST = OffsetDateTime.of(LocalDateTime.MAX, ZoneOffset.UTC);
    OffsetDateTime EARLIEST = OffsetDateTime.of(LocalDateTime.MIN, ZoneOffset.UTC);

    /** The value in this column of the current row; null for null. */
    @Nullable
    Object read(ResultSet row, int column) throws SQLException;

    /** Readers for these columns of a result, from the first, counted from 1, to the last. */
    static List<ColumnValue> of(ResultSetMetaData columns, int first, int last) throws SQLException {
        List<ColumnValue> values = new ArrayList<>();
        for (int column = first; column <= last; column++) {
            values.add(
                    columns.getColumnType(column) == Types.ARRAY
                            ? ColumnValue::list
                            : scalar(columns.getColumnTypeName(column)));
        }
        return values;
    }

    private static ColumnValue scalar(String type) {
        return switch (type) {
            case "bool" -> (row, column) -> orNull(row, row.getBoolean(column));
            case "int2", "int4", "int8", "smallserial", "serial", "bigserial" ->
                (row, column) -> orNull(row, row.getLong(column));
            case "float4" -> (row, column) -> orNull(row, (double) row.getFloat(column));
            case "float8" -> (row, column) -> orNull(row, row.getDouble(column));
            case "date" -> (row, column) -> row.getObject(column, LocalDate.class);
            case "time" -> (row, column) -> row.getObject(column, LocalTime.class);
            case "timestamp" -> (row, column) -> row.getObject(column, LocalDateTime.class);
            case "timestamptz" -> (row, column) -> utc(row.getObject(column, OffsetDateTime.class));
            case "interval" -> (row, column) -> interval(row.getString(column));
            case "bytea" -> ResultSet::getBytes;
            default -> ResultSet::getString;
        };
    }

    private static @Nullable Object orNull(ResultSet row, Object value) throws SQLException {
        return row.wasNull() ? null : value;
    }

    private static @Nullable OffsetDateTime utc(@Nullable OffsetDateTime time) {
        if (time == null) {
            return null;
        }
        if (time.equals(OffsetDateTime.MAX)) {
            return LATEST;
        }
        return time.equals(OffsetDateTime.MIN) ? EARLIEST : time.withOffsetSameInstant(ZoneOffset.UTC);
    }

    /**
     * From its text in the style {@code iso_8601}: the driver's class ends before the type does. An infinite one stays text, which no
     * element equals.
     */
    private static @Nullable Object interval(@Nullable String text) {
        if (text == null || text.endsWith("infinity")) {
            return text;
        }
        int time = text.indexOf('T');
        String date = time < 0 ? text : text.substring(0, time);
        Period days = date.equals("P") ? Period.ZERO : Period.parse(date);
        Duration seconds = time < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(time));
        return new Interval(days.toTotalMonths(), days.get(ChronoUnit.DAYS), seconds.getSeconds(), seconds.getNano());
    }

    /** Nulls and lists within it stay: the graph can hold neither, so such a row is never equal. */
    private static @Nullable Object list(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return null;
        }
        List<@Nullable Object> list = new ArrayList<>();
        try (ResultSet elements = array.getResultSet()) {
            ColumnValue value = of(elements.getMetaData(), 2, 2).get(0);
            while (elements.next()) {
                list.add(value.read(elements, 2));
            }
        }
        return list;
    }
}
