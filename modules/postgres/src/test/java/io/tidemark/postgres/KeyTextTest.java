package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.value.ColumnType;
import io.tidemark.postgres.Column.Generated;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTextTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-26,       2026-11-26",
        "-4713-11-24,      4714-11-24 BC",
        "+5874897-12-31,   5874897-12-31",
        "+999999999-12-31, infinity",
        "-999999999-01-01, -infinity",
        "-4713-11-23,",
        "+5874898-01-01,"
    })
    void a_date_is_what_postgres_can_hold(LocalDate date, String text) {
        assertThat(KeyText.of(column(ColumnType.DATE), date)).isEqualTo(Optional.ofNullable(text));
    }

    @ParameterizedTest
    @CsvSource({
        "-4713-11-24T00:00:00,             4714-11-24 00:00:00 BC",
        "+294276-12-31T23:59:59.999999,    294276-12-31 23:59:59.999999",
        "-4713-11-23T23:59:59,",
        "+294277-01-01T00:00:00,",
        "2026-11-26T00:00:00.000000001,"
    })
    void a_timestamp_is_what_postgres_can_hold(LocalDateTime time, String text) {
        assertThat(KeyText.of(column(ColumnType.TIMESTAMP), time)).isEqualTo(Optional.ofNullable(text));
    }

    @Test
    void a_timestamp_with_a_zone_is_in_utc() {
        assertThat(KeyText.of(column(ColumnType.TIMESTAMPTZ), OffsetDateTime.parse("-4713-11-24T00:00:00Z")))
                .contains("4714-11-24 00:00:00+00 BC");
    }

    private static Column column(ColumnType type) {
        return new Column("id", type.postgresName(), Optional.of(type), false, false, Generated.NO, false);
    }
}
