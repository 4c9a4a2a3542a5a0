package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BatchLimitTest {

    private final BatchLimit limit = new BatchLimit();

    @Test
    void it_is_cut_to_half_of_what_was_too_much() {
        assertThat(limit.cut(10_000)).isEqualTo(5_000);
        assertThat(limit.cut(80_000)).isEqualTo(2_500);
        assertThat(limit.weight()).isEqualTo(2_500);
    }

    @Test
    void it_never_becomes_less_than_a_row() {
        assertThat(limit.cut(BatchLimit.OF_A_ROW)).isEqualTo(BatchLimit.OF_A_ROW);
    }

    @Test
    void many_flushes_that_filled_it_raise_it_slowly_to_where_it_was() {
        limit.cut(10_000);
        applied(BatchLimit.BEFORE_RAISE - 1, 4_000);
        assertThat(limit.weight()).isEqualTo(5_000);
        applied(1, 4_000);
        assertThat(limit.weight()).isEqualTo(6_250);
        applied(BatchLimit.BEFORE_RAISE * 100, BatchLimit.MOST);
        assertThat(limit.weight()).isEqualTo(BatchLimit.MOST);
    }

    @Test
    void flushes_that_leave_it_half_empty_do_not() {
        limit.cut(10_000);
        applied(BatchLimit.BEFORE_RAISE * 2, 2_000);
        assertThat(limit.weight()).isEqualTo(5_000);
    }

    private void applied(int times, long weight) {
        for (int i = 0; i < times; i++) {
            limit.applied(weight);
        }
    }
}
