package io.tidemark.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Debezium's dates and times as the graph's, to the microsecond. Postgres' {@code infinity} and {@code -infinity} have
 * no counterpart in Neo4j: they become the latest and the earliest value it can hold, which sort where infinity would
 * and which no finite Postgres value reaches.
 */
final class Temporals {

    static final LocalDate LATEST_DATE = LocalDate.of(999_999_999, 12, 31);
    static final LocalDate EARLIEST_DATE = LocalDate.of(-999_999_999, 1, 1);
    static final LocalDateTime LATEST_TIMESTAMP = LATEST_DATE.atTime(LocalTime.MAX);
    static final LocalDateTime EARLIEST_TIMESTAMP = EARLIEST_DATE.atStartOfDay();

    private static final String BC = " BC";
    private static final Pattern ZONED = Pattern.compile("(.*\\d)([+-]\\d\\d(?::\\d\\d){0,2})( BC)?");
    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 24 * 60 * 60 * MICROS_PER_SECOND;

    private Temporals() {}

    /** Days since 1970; Postgres' numbers for its infinite dates are the limits of an int. */
    static LocalDate date(long epochDay) {
        if (epochDay == Integer.MAX_VALUE) {
            return LATEST_DATE;
        }
        return epochDay == Integer.MIN_VALUE ? EARLIEST_DATE : LocalDate.ofEpochDay(epochDay);
    }

    /** Postgres' text: {@code 2026-11-21}, {@code 0044-03-15 BC}, {@code infinity}. */
    static LocalDate dateOfText(String text) {
        return switch (text) {
            case INFINITY -> LATEST_DATE;
            case MINUS_INFINITY -> EARLIEST_DATE;
            default ->
                timestampOfText(text.endsWith(BC) ? text.replace(BC, " 00:00:00" + BC) : text + " 00:00:00")
                        .toLocalDate();
        };
    }

    /** Postgres' text: {@code 04:05:06.789}. */
    static LocalTime timeOfText(String text) {
        return text.startsWith("24:") ? LocalTime.MAX : LocalTime.parse(text);
    }

    /** Postgres' text: {@code 2026-11-21 04:05:06.789}, with {@code BC} behind it or not, or an infinity. */
    static LocalDateTime timestampOfText(String text) {
        return switch (text) {
            case INFINITY -> LATEST_TIMESTAMP;
            case MINUS_INFINITY -> EARLIEST_TIMESTAMP;
            default -> {
                boolean beforeChrist = text.endsWith(BC);
                String rest = beforeChrist ? text.substring(0, text.length() - BC.length()) : text;
                int yearEnd = rest.indexOf('-');
                int year = Integer.parseInt(rest, 0, yearEnd, 10);
                LocalDateTime inLeapYear =
                        LocalDateTime.parse("2000" + rest.substring(yearEnd).replace(' ', 'T'));
                yield inLeapYear.withYear(beforeChrist ? 1 - year : year);
            }
        };
    }

    /** As {@link #timestampOfText}, with the offset of the session's zone: {@code 2026-11-21 04:05:06.789+05:30}, in UTC. */
    static OffsetDateTime zonedTimestampOfText(String text) {
        Matcher zoned = ZONED.matcher(text);
        if (!zoned.matches()) {
            return timestampOfText(text).atOffset(ZoneOffset.UTC);
        }
        String era = zoned.group(3) == null ? "" : BC;
        return timestampOfText(zoned.group(1) + era)
                .atOffset(ZoneOffset.of(zoned.group(2)))
                .withOffsetSameInstant(ZoneOffset.UTC);
    }

    /** Debezium's {@code IsoTimestamp}, {@code 2026-11-21T04:05:06.789000Z} for a local time, or an infinity. */
    static LocalDateTime isoTimestamp(String text) {
        return switch (text) {
            case INFINITY -> LATEST_TIMESTAMP;
            case MINUS_INFINITY -> EARLIEST_TIMESTAMP;
            default -> LocalDateTime.ofInstant(Instant.parse(text), ZoneOffset.UTC);
        };
    }

    /** The time {@code 24:00:00}, which Postgres has and Neo4j has not, becomes the last nanosecond of the day. */
    static LocalTime time(long micros) {
        return micros == MICROS_PER_DAY ? LocalTime.MAX : LocalTime.ofNanoOfDay(micros * 1_000);
    }

    static LocalDateTime timestampOfMillis(long millis) {
        return timestamp(Math.multiplyExact(millis, 1_000L));
    }

    static LocalDateTime timestamp(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1_000,
                ZoneOffset.UTC);
    }

    /** Debezium's {@code ZonedTimestamp}, always in UTC, or an infinity. */
    static OffsetDateTime zonedTimestamp(String text) {
        return isoTimestamp(text).atOffset(ZoneOffset.UTC);
    }
}
