package io.tidemark.reconciler.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.graphstore.TidemarkReader.Standing;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.position.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TidemarkWaitTest {

    private static final Lsn POSITION = new Lsn(0x10);

    private final Stop stop = new Stop();

    private TidemarkWait waiting(Duration patience, Supplier<Standing> graph) {
        return new TidemarkWait(graph, () -> "start a capture", patience, stop, () -> 0);
    }

    private static Standing at(long lsn) {
        return new Standing(Optional.of(new Tidemark(new Lsn(lsn), Instant.EPOCH, Instant.EPOCH)), Optional.empty());
    }

    @Test
    void it_returns_as_soon_as_the_tidemark_is_at_the_position() throws InterruptedException {
        AtomicLong lsn = new AtomicLong(0xE);
        TidemarkWait wait = waiting(Duration.ofMinutes(1), () -> at(lsn.getAndIncrement()));
        assertThat(wait.until(POSITION).lsn()).isEqualTo(POSITION);
    }

    @Test
    void a_tidemark_that_stands_still_names_the_app_to_start() {
        assertThatThrownBy(() -> waiting(Duration.ZERO, () -> at(0xF)).until(POSITION))
                .isInstanceOf(TidemarkStalledException.class)
                .hasMessage("the tidemark stands at 0/F and has not moved for 0 s, but 0/10 is waited for: start a"
                        + " capture");
    }

    @Test
    void a_hold_is_named_before_any_app() {
        Standing held = new Standing(Optional.empty(), Optional.of("clear began"));
        assertThatThrownBy(() -> waiting(Duration.ZERO, () -> held).until(POSITION))
                .isInstanceOf(TidemarkStalledException.class)
                .hasMessageContaining("the graph has no tidemark")
                .hasMessageContaining("a hold lies on the graph (clear began)");
    }

    @Test
    void changes_that_are_applied_keep_it_waiting_for_a_graph_without_a_tidemark() throws InterruptedException {
        AtomicLong applied = new AtomicLong();
        Standing empty = new Standing(Optional.empty(), Optional.empty());
        TidemarkWait wait = waiting(Duration.ZERO, () -> applied.get() < 5 ? empty : at(0x10))
                .orWhileMoves(applied::incrementAndGet);
        assertThat(wait.until(POSITION).lsn()).isEqualTo(POSITION);
    }

    @Test
    void a_stop_ends_the_wait() {
        TidemarkWait wait = waiting(Duration.ofMinutes(1), () -> {
            stop.ask();
            return at(0xF);
        });
        assertThatThrownBy(() -> wait.until(POSITION)).isInstanceOf(StoppedException.class);
    }
}
