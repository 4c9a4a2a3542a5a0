package io.tidemark.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class BackoffTest {

    @Test
    @Timeout(10)
    void a_stop_ends_every_wait() throws InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(1));
        DaemonThreads.named("stops", backoff::stop).start();
        assertThat(backoff.await()).isFalse();
        assertThat(backoff.await()).isFalse();
        assertThat(backoff.isStopped()).isTrue();
    }

    @Test
    void waits_grow_up_to_the_longest() throws InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(16));
        long start = System.nanoTime();
        for (int failure = 0; failure < 6; failure++) {
            assertThat(backoff.await()).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(1 + 2 + 4 + 8 + 16 + 16));
    }
}
