package io.tidemark.model.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class LsnTest {

    @Test
    void reads_and_prints_postgres_notation() {
        assertThat(Lsn.parse("16/B374D848")).isEqualTo(new Lsn(0x16_B374_D848L)).hasToString("16/B374D848");
        assertThat(Lsn.parse("FFFFFFFF/FFFFFFFF")).isEqualTo(new Lsn(-1)).hasToString("FFFFFFFF/FFFFFFFF");
        assertThat(new Lsn(0)).hasToString("0/0");
    }

    @Test
    void compares_as_unsigned() {
        assertThat(Lsn.parse("FFFFFFFF/0")).isGreaterThan(Lsn.parse("1/0"));
        assertThat(Lsn.parse("1/10").bytesSince(Lsn.parse("1/0"))).isEqualTo(16);
    }

    @Test
    void refuses_what_is_none() {
        assertThatThrownBy(() -> Lsn.parse("12")).hasMessageContaining("16/B374D848");
        assertThatThrownBy(() -> Lsn.parse("/12")).hasMessageContaining("'/12' is no LSN");
    }
}
