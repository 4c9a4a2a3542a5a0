package io.tidemark.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Debezium's dates and times as the graph's, to the microsecond. Postgres' {@code infinity} and {@code -infinity} have
 * no counterpart in Neo4j: they become the latest and the earliest value it can hold, which sort where infinity would
 * and which no finite Postgres value reaches.
 */
final class Temporals {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 24 * 60 * 60 * MICROS_PER_SECOND;

    private Temporals() {}

    static LocalDate date(long epochDay) {
        return LocalDate.ofEpochDay(epochDay);
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

    static OffsetDateTime zonedTimestamp(String text) {
        return Instant.parse(text).atOffset(ZoneOffset.UTC);
    }
}
