package io.tidemark.reconciler.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PropertiesTest {

    @Test
    void the_two_zeros_are_the_same_and_nan_is_itself() {
        assertThat(Properties.same(List.of(0.0), List.of(-0.0))).isTrue();
        assertThat(Properties.same(List.of(List.of(1.0, -0.0)), List.of(List.of(1.0, 0.0))))
                .isTrue();
        assertThat(Properties.same(List.of(Double.NaN), List.of(Double.NaN))).isTrue();
        assertThat(Properties.same(List.of(Double.MIN_VALUE), List.of(0.0))).isFalse();
    }

    @Test
    void numbers_of_different_types_differ() {
        assertThat(Properties.same(List.of(1L), List.of(1.0))).isFalse();
    }
}
