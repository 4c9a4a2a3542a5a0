package io.tidemark.capture.column;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PostgresIntervalTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, P0Y0M0DT0H0M0S",
        "P1Y2M3DT4H5M6.789S, P1Y2M3DT4H5M6.789S",
        "P-1M2DT-0.5S, P0Y-1M2DT0H0M-0.5S",
        "PT2500000000H, P0Y0M0DT2500000000H0M0S",
        "P-178956970Y-8M-2147483648DT-2562047788H-54.775808S, P-178956970Y-8M-2147483648DT-2562047788H0M-54.775808S",
        "epoch, P0Y0M0DT0H0M0S",
        "infinity, infinity",
        "-infinity, -infinity"
    })
    void an_interval_has_every_part_and_every_digit(String postgres, String debezium) {
        assertThat(PostgresInterval.text(postgres)).isEqualTo(debezium);
    }
}
