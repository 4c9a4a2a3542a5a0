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
    void the_parts_of_an_interval_keep_their_own_sign() {
        assertThat(Intervals.parse("P1Y2M3DT4H5M6.789S")).isEqualTo(new Interval(14, 3, 14_706, 789_000_000));
        assertThat(Intervals.parse("P0Y0M-3DT0H0M-0.000001S")).isEqualTo(new Interval(0, -3, -1, 999_999_000));
        assertThat(Intervals.parse("P-1Y-2M0DT-4H0M0S")).isEqualTo(new Interval(-14, 0, -14_400, 0));
        assertThatThrownBy(() -> Intervals.parse("infinity")).hasMessageContaining("no counterpart");
    }
}
