package io.tidemark.capture.column;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.util.GregorianCalendar;
import org.junit.jupiter.api.Test;

class PostgresTimeTest {

    @Test
    void snapshot_and_streaming_give_one_date() {
        assertThat(PostgresTime.epochDay(Date.valueOf("2024-02-29"))).isEqualTo(19_782);
        assertThat(PostgresTime.epochDay(LocalDate.of(2024, 2, 29))).isEqualTo(19_782);
        assertThat(PostgresTime.epochDay("2024-02-29")).isEqualTo(19_782);
    }

    @Test
    void dates_before_christ_keep_their_era() {
        GregorianCalendar calendar = new GregorianCalendar(44, 2, 15);
        calendar.set(GregorianCalendar.ERA, GregorianCalendar.BC);
        assertThat(PostgresTime.epochDay(new Date(calendar.getTimeInMillis()))).isEqualTo(-735_160);
        assertThat(PostgresTime.epochDay(LocalDate.of(-43, 3, 15))).isEqualTo(-735_160);
        assertThat(PostgresTime.epochDay("0044-03-15 BC")).isEqualTo(-735_160);
    }

    @Test
    void infinite_dates_are_told_from_all_others() {
        assertThat(PostgresTime.epochDay(new Date(9_223_372_036_825_200_000L))).isEqualTo(Integer.MAX_VALUE);
        assertThat(PostgresTime.epochDay(new Date(-9_223_372_036_832_400_000L))).isEqualTo(Integer.MIN_VALUE);
        assertThat(PostgresTime.epochDay(LocalDate.parse("-5877611-06-21"))).isEqualTo(Integer.MAX_VALUE);
        assertThat(PostgresTime.epochDay(LocalDate.parse("-5877611-06-22"))).isEqualTo(Integer.MIN_VALUE);
        assertThat(PostgresTime.epochDay("5874897-12-31")).isEqualTo(2_145_042_905);
    }

    @Test
    void snapshot_and_streaming_give_one_timestamp() {
        assertThat(PostgresTime.isoTimestamp("2024-02-29 12:34:56.5")).isEqualTo("2024-02-29T12:34:56.500000Z");
        assertThat(PostgresTime.isoTimestamp(Instant.parse("2024-02-29T12:34:56.5Z")))
                .isEqualTo("2024-02-29T12:34:56.500000Z");
    }

    @Test
    void the_first_and_the_last_timestamp_of_postgres_fit() {
        assertThat(PostgresTime.isoTimestamp("294276-12-31 23:59:59.999999"))
                .isEqualTo("+294276-12-31T23:59:59.999999Z");
        assertThat(PostgresTime.isoTimestamp("4713-01-01 00:00:00 BC")).isEqualTo("-4712-01-01T00:00:00.000000Z");
        assertThat(PostgresTime.isoTimestamp("infinity")).isEqualTo("infinity");
        assertThat(PostgresTime.isoTimestamp(Instant.ofEpochSecond(9_223_372_036_825L, 200_000_000)))
                .isEqualTo("infinity");
    }
}
