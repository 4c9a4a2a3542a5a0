package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.graphstore.ReadProgress;
import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Progress;
import io.tidemark.model.position.Watermark;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PendingProgressTest {

    private final PendingProgress pending = new PendingProgress();

    @Test
    void what_is_reached_goes_with_all_before_it() {
        for (int offset = 0; offset < 5; offset++) {
            pending.add(read(offset));
        }
        pending.reached(read(3));
        assertThat(pending.inOrder()).containsExactly(read(4));
    }

    @Test
    void it_never_grows_beyond_its_bound_and_always_has_the_newest() {
        for (int offset = 0; offset < 100_000; offset++) {
            pending.add(read(offset));
            assertThat(pending.inOrder().size()).isLessThanOrEqualTo(PendingProgress.MOST);
            assertThat(pending.inOrder()).endsWith(read(offset));
        }
        assertThat(pending.inOrder())
                .isSortedAccordingTo((left, right) -> Long.compare(
                        left.watermark().offset(), right.watermark().offset()));
    }

    private static ReadProgress read(long offset) {
        Progress progress = new Progress(new Lsn(offset), Instant.EPOCH, Map.of());
        return new ReadProgress(progress, new Watermark("p.progress", "id", 0, offset, 0));
    }
}
