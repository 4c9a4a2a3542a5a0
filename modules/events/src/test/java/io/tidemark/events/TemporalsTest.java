package io.tidemark.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.value.Interval;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

final class TemporalsTest {

    @Test
    void microseconds_are_kept_on_both_sides_of_the_epoch() {
        assertThat(Temporals.timestamp(-1)).isEqualTo(LocalDateTime.parse("1969-12-31T23:59:59.999999"));
        assertThat(Temporals.timestamp(1_700_000_000_123_456L))
                .isEqualTo(LocalDateTime.parse("2023-11-14T22:13:20.123456"));
        assertThat(Temporals.zonedTimestamp("2023-11-14T22:13:20.123456Z"))
                .isEqualTo(OffsetDateTime.parse("2023-11-14T22:13:20.123456Z"));
        assertThat(Temporals.date(-1)).isEqualTo(LocalDate.parse("1969-12-31"));
    }

    @Test
    void the_hour_that_only_postgres_has_becomes_the_last_nanosecond_of_the_day() {
        assertThat(Temporals.time(86_400_000_000L)).isEqualTo(LocalTime.MAX);
        assertThat(Temporals.time(86_399_999_999L)).isEqualTo(LocalTime.parse("23:59:59.999999"));
    }

    @Test
    void both_infinities_become_the_ends_of_what_neo4j_can_hold() {
        assertThat(Temporals.date(Integer.MAX_VALUE)).isEqualTo(LocalDate.of(999_999_999, 12, 31));
        assertThat(Temporals.dateOfText("-infinity")).isEqualTo(LocalDate.of(-999_999_999, 1, 1));
        assertThat(Temporals.isoTimestamp("infinity")).isEqualTo(Temporals.LATEST_TIMESTAMP);
        assertThat(Temporals.timestampOfText("-infinity")).isEqualTo(Temporals.EARLIEST_TIMESTAMP);
    }

    @Test
    void texts_of_any_year_are_read() {
        assertThat(Temporals.dateOfText("0044-03-15 BC")).isEqualTo(LocalDate.of(-43, 3, 15));
        assertThat(Temporals.dateOfText("0001-02-29 BC")).isEqualTo(LocalDate.of(0, 2, 29));
        assertThat(Temporals.timestampOfText("294276-12-31 23:59:59.999999"))
                .isEqualTo(LocalDateTime.of(294_276, 12, 31, 23, 59, 59, 999_999_000));
        assertThat(Temporals.zonedTimestampOfText("2026-11-21 09:35:06.5+05:30"))
                .isEqualTo(Temporals.zonedTimestampOfText("2026-11-21 04:05:06.5+00"));
        assertThat(Temporals.zonedTimestampOfText("0044-03-15 00:00:00-03:30:52 BC"))
                .isEqualTo(OffsetDateTime.parse("-0043-03-15T03:30:52Z"));
        assertThat(Temporals.zonedTimestampOfText("2026-11-21 04:05:06.5+00"))
                .isEqualTo(OffsetDateTime.parse("2026-11-21T04:05:06.5Z"));
        assertThat(Temporals.isoTimestamp("-0043-03-15T00:00:00.000000Z"))
                .isEqualTo(LocalDateTime.of(-43, 3, 15, 0, 0));
        assertThat(Temporals.timeOfText("24:00:00")).isEqualTo(LocalTime.MAX);
    }

    @Test
    void array_texts_are_read_as_postgres_writes_them() {
        assertThat(ArrayText.elements("{}")).isEmpty();
        assertThat(ArrayText.elements("{1,-2,3}")).containsExactly("1", "-2", "3");
        assertThat(ArrayText.elements("{\"a b\",\"c\\\"d\",\"\\\\x\",plain,\"NULL\",\"\"}"))
                .containsExactly("a b", "c\"d", "\\x", "plain", "NULL", "");
        assertThatThrownBy(() -> ArrayText.elements("{1,NULL}")).hasMessageContaining("null element");
        assertThatThrownBy(() -> ArrayText.elements("{{1},{2}}")).hasMessageContaining("array of arrays");
        assertThatThrownBy(() -> ArrayText.elements("[0:1]={1,2}")).hasMessageContaining("lower bounds");
        assertThatThrownBy(() -> ArrayText.elements("{1,2")).hasMessageContaining("no Postgres array");
    }

    @Test
    void the_parts_of_an_interval_keep_their_own_sign() {
        assertThat(Intervals.parse("P1Y2M3DT4H5M6.789S")).isEqualTo(new Interval(14, 3, 14_706, 789_000_000));
        assertThat(Intervals.parse("P0Y0M-3DT0H0M-0.000001S")).isEqualTo(new Interval(0, -3, -1, 999_999_000));
        assertThat(Intervals.parse("P-1Y-2M0DT-4H0M0S")).isEqualTo(new Interval(-14, 0, -14_400, 0));
        assertThatThrownBy(() -> Intervals.parse("infinity")).hasMessageContaining("no counterpart");
    }
}
