package io.tidemark.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.console.status.GraphPositionsReader.Positions;
import io.tidemark.console.status.PipelineStatus.Part;
import io.tidemark.console.status.PipelineStatus.Problem;
import io.tidemark.console.status.SourceReader.Head;
import io.tidemark.graphstore.OtherPositions;
import io.tidemark.graphstore.TidemarkReader.Standing;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.OtherSlot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is left of pipelines that do not run, and what only looks so. */
final class LeftoversTest {

    private static final OtherSlot GONE = new OtherSlot("old", false, true, 4_096);
    private static final OtherSlot RUNNING = new OtherSlot("old", true, true, 4_096);
    private static final OtherSlot FOREIGN = new OtherSlot("debezium", false, false, 4_096);

    private static List<Problem> of(OtherSlot slot, OtherPositions... others) {
        Head head = new Head(new Lsn(0x2000), Statuses.NOW, null, List.of(slot), List.of());
        return Leftovers.of(
                head, new Positions(new Standing(Optional.empty(), Optional.empty()), List.of(), List.of(others)));
    }

    @Test
    void a_slot_that_no_process_reads_and_positions_that_stand_still_are_named_with_the_command() {
        assertThat(of(GONE, new OtherPositions("old", false, true)))
                .satisfiesExactly(
                        slot -> {
                            assertThat(slot.part()).isEqualTo(Part.POSTGRES);
                            assertThat(slot.text())
                                    .contains("slot old", "4.0 KiB", "./tidemark teardown --tidemark-prefix old ");
                        },
                        positions -> {
                            assertThat(positions.part()).isEqualTo(Part.NEO4J);
                            assertThat(positions.text())
                                    .contains("a hold lies on it", "teardown --tidemark-prefix old --graph own");
                        });
    }

    @Test
    void what_runs_is_not() {
        assertThat(of(RUNNING, new OtherPositions("old", false, false)))
                .as("its sink is stopped, or it takes its snapshot")
                .isEmpty();
        assertThat(of(FOREIGN, new OtherPositions("old", true, false)))
                .as("a slot of another program, and a pipeline of another server")
                .isEmpty();
    }

    @Test
    void what_cannot_be_read_is_not() {
        @Nullable
        Positions positions = new Positions(
                new Standing(Optional.empty(), Optional.empty()),
                List.of(),
                List.of(new OtherPositions("old", false, false)));
        assertThat(Leftovers.of(null, positions)).isEmpty();
    }
}
