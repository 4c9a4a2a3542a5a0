package io.tidemark.reconciler.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RateLimitTest {

    @Test
    void a_low_rate_makes_small_chunks() {
        assertThat(RateLimit.chunkRows(5_000, 0)).isEqualTo(5_000);
        assertThat(RateLimit.chunkRows(5_000, 100_000)).isEqualTo(5_000);
        assertThat(RateLimit.chunkRows(5_000, 100)).isEqualTo(200);
        assertThat(RateLimit.chunkRows(5_000, 0.1)).isEqualTo(1);
    }

    @Test
    void rows_that_come_too_fast_wait() throws InterruptedException {
        RateLimit limit = new RateLimit(1_000, new Stop());
        long start = System.nanoTime();
        limit.pass(50);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void a_stop_ends_the_wait() {
        Stop stop = new Stop();
        stop.ask();
        assertThatThrownBy(() -> new RateLimit(0.001, stop).pass(1)).isInstanceOf(StoppedException.class);
    }
}
