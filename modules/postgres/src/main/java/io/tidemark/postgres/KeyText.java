package io.tidemark.postgres;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Key values as Postgres reads them: what a statement or a request to refresh names a row with. Pure. */
public final class KeyText {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    /** Of dates and timestamps. */
    private static final LocalDate FIRST_DAY = LocalDate.of(-4713, 11, 24);

    private static final LocalDate LAST_DAY = LocalDate.of(5_874_897, 12, 31);
    private static final LocalDate LAST_DAY_OF_TIMESTAMPS = LocalDate.of(294_276, 12, 31);
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR_OF_ERA, 4, 10, java.time.format.SignStyle.NEVER)
            .appendPattern("-MM-dd")
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .toFormatter(Locale.ROOT);

    private KeyText() {}

    /**
     * The text of a value in a column of this type.
     *
     * @param value of one of the Java types that {@link io.tidemark.model.value.GraphType} names for keys
     * @return empty when no row can have this key, for example because it is text and the column a number
     */
    public static Optional<String> of(Column column, Object value) {
        return column.type().flatMap(type -> switch (type) {
            case BOOLEAN -> value instanceof Boolean ? Optional.of(value.toString()) : Optional.empty();
            case SMALLINT -> whole(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case UUID -> text(value).filter(text -> UUID.matcher(text).matches());
            case DATE -> value instanceof LocalDate date ? date(date) : Optional.empty();
            case TIMESTAMP -> value instanceof LocalDateTime time ? timestamp(time, "") : Optional.empty();
            case TIMESTAMPTZ ->
                value instanceof OffsetDateTime time
                        ? timestamp(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), "+00")
                        : Optional.empty();
            // Postgres text holds no zero character
            default -> text(value).filter(text -> text.indexOf('\0') < 0);
        });
    }

    private static Optional<String> text(Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Optional<String> whole(Object value, long least, long most) {
        return value instanceof Long number && number >= least && number <= most
                ? Optional.of(number.toString())
                : Optional.empty();
    }

    private static Optional<String> date(LocalDate date) {
        if (date.equals(LocalDate.MAX)) {
            return Optional.of("infinity");
        }
        if (date.equals(LocalDate.MIN)) {
            return Optional.of("-infinity");
        }
        return written(DATE, date, date, LAST_DAY, "");
    }

    private static Optional<String> timestamp(LocalDateTime time, String offset) {
        if (time.equals(LocalDateTime.MAX)) {
            return Optional.of("infinity");
        }
        if (time.equals(LocalDateTime.MIN)) {
            return Optional.of("-infinity");
        }
        // Postgres counts microseconds and would round
        return time.get(ChronoField.NANO_OF_SECOND) % 1_000 == 0
                ? written(TIME, time, time.toLocalDate(), LAST_DAY_OF_TIMESTAMPS, offset)
                : Optional.empty();
    }

    private static Optional<String> written(
            DateTimeFormatter form, TemporalAccessor time, LocalDate day, LocalDate last, String offset) {
        return day.isBefore(FIRST_DAY) || day.isAfter(last)
                ? Optional.empty()
                : Optional.of(form.format(time) + offset + (day.getYear() <= 0 ? " BC" : ""));
    }
}
