package io.tidemark.reconciler.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.StoppedException;
import io.tidemark.reconciler.verify.Verify;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class WatchTest {

    private static final Verify.Result EQUAL = new Verify.Result("all", Instant.EPOCH, Instant.EPOCH, List.of());

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WatchHealth health = new WatchHealth();
    private final List<Verify.Result> results = new ArrayList<>();
    private final Stop stop = new Stop();
    private Duration pause = Duration.ZERO;
    private int comparisons;

    private void run(int rounds, Watch.Comparison comparison) throws InterruptedException {
        new Watch(
                        () -> {
                            comparisons++;
                            return comparison.run();
                        },
                        pause,
                        new ReconcilerMetrics(registry),
                        health,
                        results::add,
                        Observer.NONE,
                        stop)
                .run(rounds);
    }

    private double failures() {
        return registry.get("tidemark.reconciler.failures").counter().count();
    }

    @Test
    void it_compares_so_many_times_as_it_is_asked_to() throws InterruptedException {
        run(3, () -> EQUAL);
        assertThat(results).hasSize(3);
        assertThat(failures()).isZero();
        assertThat(health.isOpen()).isTrue();
        assertThat(health.waitsFor()).isEmpty();
    }

    @Test
    void after_a_failure_it_is_unready_and_compares_again() throws InterruptedException {
        run(1, () -> {
            throw new TidemarkException(Category.RETRY, "Neo4j is unreachable");
        });
        assertThat(health.waitsFor()).contains("Neo4j is unreachable");
        assertThat(failures()).isEqualTo(1);
        run(1, () -> EQUAL);
        assertThat(health.waitsFor()).isEmpty();
    }

    @Test
    void what_was_asked_for_in_vain_is_not_tried_again() {
        assertThatThrownBy(() -> run(2, () -> {
                    throw new TidemarkException(Category.USAGE, "no such table");
                }))
                .hasMessage("no such table");
        assertThat(comparisons).isEqualTo(1);
    }

    @Test
    void a_stop_ends_the_pause() throws InterruptedException {
        pause = Duration.ofHours(1);
        run(0, () -> {
            stop.ask();
            return EQUAL;
        });
        assertThat(results).hasSize(1);
    }

    @Test
    void a_comparison_that_was_stopped_is_no_failure() throws InterruptedException {
        run(0, () -> {
            throw new StoppedException();
        });
        assertThat(failures()).isZero();
        assertThat(comparisons).isEqualTo(1);
    }
}
