package io.tidemark.lab.chaos.judge;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The one form in which values from the log, the topics and the tables are compared. */
public final class Texts {

    private Texts() {}

    /** A key as text. */
    public static String key(List<String> values) {
        return String.join("→", values);
    }

    /** A time as microseconds since 1970: each source writes it in another way. */
    public static String time(Instant time) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time));
    }

    /** A time in Postgres' text of a session that runs in UTC, {@code 2026-11-21 04:05:06.789+00}. */
    public static String postgresTime(String text) {
        return time(OffsetDateTime.parse(text.replace(' ', 'T').replaceFirst("\\+00$", "Z"))
                .toInstant());
    }
}
