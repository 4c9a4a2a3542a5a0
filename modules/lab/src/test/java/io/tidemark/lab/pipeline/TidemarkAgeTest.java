package io.tidemark.lab.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lab.pipeline.TidemarkAge.Sample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TidemarkAgeTest {

    private static Sample sample(long second, long ageSeconds) {
        return new Sample(Duration.ofSeconds(second).toNanos(), Duration.ofSeconds(ageSeconds));
    }

    @Test
    void it_is_current_after_the_last_sample_that_was_old() {
        List<Sample> samples =
                List.of(sample(1, 9), sample(5, 0), sample(6, 1), sample(9, 4), sample(11, 6), sample(12, 0));
        assertThat(TidemarkAge.currentAfter(samples, Duration.ofSeconds(5).toNanos()))
                .contains(Duration.ofSeconds(6));
    }

    @Test
    void a_tidemark_that_never_grew_old_is_current_at_once() {
        assertThat(TidemarkAge.currentAfter(List.of(sample(1, 0), sample(2, 1)), 0))
                .contains(Duration.ZERO);
    }

    @Test
    void one_that_is_old_now_or_was_not_seen_is_not_current() {
        assertThat(TidemarkAge.currentAfter(List.of(sample(1, 0), sample(2, 5)), 0))
                .isEmpty();
        assertThat(TidemarkAge.currentAfter(List.of(), 0)).isEmpty();
    }
}
