package io.tidemark.capture.column;

import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;

/**
 * Dates and timestamps as Postgres means them: proleptic Gregorian, from 4713 BC, with both infinities. Pure. Each
 * accepts what Debezium's snapshot, its streaming and its reading of column defaults hand over for the same value.
 */
public final class PostgresTime {

    /** Postgres' own number for the date {@code infinity}; the latest finite date is 2,145,042,905. */
    static final int INFINITE_DATE = Integer.MAX_VALUE;

    static final int MINUS_INFINITE_DATE = Integer.MIN_VALUE;

    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";
    // org.postgresql.PGStatement.DATE_POSITIVE_INFINITY and DATE_NEGATIVE_INFINITY; Debezium takes them for
    // microseconds.
    private static final long DRIVER_INFINITY = 9_223_372_036_825_200_000L;
    private static final long DRIVER_MINUS_INFINITY = -9_223_372_036_832_400_000L;
    private static final Instant INFINITE_INSTANT = micros(DRIVER_INFINITY);
    private static final Instant MINUS_INFINITE_INSTANT = micros(DRIVER_MINUS_INFINITY);
    // Postgres has no finite date and no finite timestamp beyond these: how Debezium and the driver hand infinity over
    // differs from version to version.
    private static final int FIRST_YEAR = -4713;
    private static final int LAST_YEAR_OF_DATES = 5_874_897;
    private static final int LAST_YEAR_OF_TIMESTAMPS = 294_276;
    // What Debezium's streaming made of an infinite date up to 3.6: finite dates that Postgres does not have.
    private static final LocalDate INFINITE_STREAMED_DATE = LocalDate.of(-5877611, 6, 21);
    private static final LocalDate MINUS_INFINITE_STREAMED_DATE = LocalDate.of(-5877611, 6, 22);

    private static final Pattern TEXT =
            Pattern.compile("(\\d{4,7})-(\\d\\d)-(\\d\\d)(?: (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?))?( BC)?");
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 6, 6, true)
            .appendLiteral('Z')
            .toFormatter();

    private PostgresTime() {}

    /** Days since 1970-01-01, or one of the two infinities above. */
    static int epochDay(Object value) {
        if (value instanceof Integer days) {
            return days;
        }
        if (value instanceof LocalDate date) {
            if (date.equals(INFINITE_STREAMED_DATE) || date.getYear() > LAST_YEAR_OF_DATES) {
                return INFINITE_DATE;
            }
            return date.equals(MINUS_INFINITE_STREAMED_DATE) || date.getYear() < FIRST_YEAR
                    ? MINUS_INFINITE_DATE
                    : Math.toIntExact(date.toEpochDay());
        }
        if (value instanceof Date date) {
            if (date.getTime() == DRIVER_INFINITY) {
                return INFINITE_DATE;
            }
            if (date.getTime() == DRIVER_MINUS_INFINITY) {
                return MINUS_INFINITE_DATE;
            }
            return Math.toIntExact(proleptic(date).toEpochDay());
        }
        if (value instanceof String text) {
            if (text.equals(INFINITY)) {
                return INFINITE_DATE;
            }
            return text.equals(MINUS_INFINITY)
                    ? MINUS_INFINITE_DATE
                    : Math.toIntExact(parse(text).toLocalDate().toEpochDay());
        }
        throw new DataException("no date: " + value.getClass());
    }

    /** The date as Postgres reads it, from what {@link #epochDay} gave. */
    public static String dateText(int epochDay) {
        if (epochDay == INFINITE_DATE) {
            return INFINITY;
        }
        if (epochDay == MINUS_INFINITE_DATE) {
            return MINUS_INFINITY;
        }
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        int year = date.getYear();
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d%s",
                year > 0 ? year : 1 - year,
                date.getMonthValue(),
                date.getDayOfMonth(),
                year > 0 ? "" : " BC");
    }

    /** ISO 8601 with six decimals and a Z as Debezium writes it; {@code infinity} and {@code -infinity} as they are. */
    static String isoTimestamp(Object value) {
        if (value instanceof Instant instant) {
            LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            if (instant.equals(INFINITE_INSTANT) || time.getYear() > LAST_YEAR_OF_TIMESTAMPS) {
                return INFINITY;
            }
            return instant.equals(MINUS_INFINITE_INSTANT) || time.getYear() < FIRST_YEAR
                    ? MINUS_INFINITY
                    : ISO.format(time);
        }
        if (value instanceof Long micros) {
            return isoTimestamp(micros(micros));
        }
        if (value instanceof LocalDateTime dateTime) {
            return ISO.format(dateTime);
        }
        if (value instanceof String text) {
            return text.equals(INFINITY) || text.equals(MINUS_INFINITY) ? text : ISO.format(parse(text));
        }
        throw new DataException("no timestamp: " + value.getClass());
    }

    /**
     * The driver reads a date's fields into the calendar that changed in 1582; its fields are what Postgres said. (Only
     * the ten days that calendar leaves out, 1582-10-05 to 14, come ten days later.)
     */
    private static LocalDate proleptic(Date date) {
        Calendar calendar = new GregorianCalendar();
        calendar.setTimeInMillis(date.getTime());
        int year = calendar.get(Calendar.YEAR);
        return LocalDate.of(
                calendar.get(Calendar.ERA) == GregorianCalendar.BC ? 1 - year : year,
                calendar.get(Calendar.MONTH) + 1,
                calendar.get(Calendar.DAY_OF_MONTH));
    }

    private static LocalDateTime parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new DataException("no date or timestamp in Postgres' ISO style");
        }
        int year = Integer.parseInt(matcher.group(1));
        LocalDate date = LocalDate.of(
                matcher.group(5) == null ? year : 1 - year,
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        String time = matcher.group(4);
        return date.atTime(time == null ? LocalTime.MIDNIGHT : LocalTime.parse(time));
    }

    private static Instant micros(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}
