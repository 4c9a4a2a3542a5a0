package io.tidemark.sink;

import static io.tidemark.sink.TestTopology.PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.events.ProgressRecord;
import io.tidemark.graphstore.TidemarkOutcome;
import io.tidemark.model.position.Lsn;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The progress' way through the topology. */
class TidemarkProcessorTest {

    private final TestTopology topology = new TestTopology();

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void progress_waits_until_the_graph_has_reached_it() {
        topology.progress("0/10", 4);
        topology.passes(TidemarkProcessor.TICK);
        assertThat(topology.tidemark.asked).isEqualTo(1);
        assertThat(topology.tidemark.lsn).isNull();
        topology.tidemark.reach = 4;
        topology.passes(TidemarkProcessor.TICK);
        await(() -> topology.tidemark.lsn != null);
        int asked = topology.tidemark.asked;
        topology.passes(TidemarkProcessor.TICK);
        assertThat(topology.tidemark.asked).isEqualTo(asked);
        assertThat(topology.tidemark.lsn).isEqualTo(Lsn.parse("0/10"));
        assertThat(topology.tidemark.expected.offset()).isZero();
    }

    @Test
    void other_records_of_the_progress_topic_are_none_of_its_business() {
        topology.pipe(PROGRESS, "resume-point".getBytes(StandardCharsets.UTF_8), new byte[] {1});
        topology.passes(TidemarkProcessor.TICK);
        assertThat(topology.tidemark.asked).isZero();
        assertThat(topology.letters).isEmpty();
    }

    @Test
    void progress_that_cannot_be_read_is_put_aside() {
        topology.pipe(PROGRESS, ProgressRecord.key(), new byte[] {1});
        assertThat(topology.letters)
                .extracting(letter -> letter.place().topic())
                .containsExactly(PROGRESS);
        topology.tidemark.reach = 4;
        topology.progress("0/10", 4);
        topology.passes(TidemarkProcessor.TICK);
        assertThat(topology.tidemark.lsn).isEqualTo(Lsn.parse("0/10"));
    }

    @Test
    void a_tidemark_that_another_sink_moved_makes_streams_join_again() {
        topology.tidemark.outcome = new TidemarkOutcome.Moved();
        topology.progress("0/10", 4);
        assertThatThrownBy(() -> topology.passes(TidemarkProcessor.TICK)).isInstanceOf(TaskMigratedException.class);
        assertThat(topology.graph.holdsAwaited).isZero();
    }

    @Test
    void a_hold_is_awaited_before_streams_joins_again() {
        topology.tidemark.outcome = new TidemarkOutcome.Held();
        topology.progress("0/10", 4);
        assertThatThrownBy(() -> topology.passes(TidemarkProcessor.TICK)).isInstanceOf(TaskMigratedException.class);
        assertThat(topology.graph.holdsAwaited).isEqualTo(1);
    }

    private void await(BooleanSupplier done) {
        for (int round = 0; round < 10_000 && !done.getAsBoolean(); round++) {
            Thread.onSpinWait();
            topology.passes(TidemarkProcessor.TICK);
        }
        assertThat(done.getAsBoolean()).isTrue();
    }
}
