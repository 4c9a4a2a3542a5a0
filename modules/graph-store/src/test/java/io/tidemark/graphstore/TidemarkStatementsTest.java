package io.tidemark.graphstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a tidemark rests on is kept as text, and read back when the graph may have lost a part. */
class TidemarkStatementsTest {

    private static final Progress PROGRESS =
            new Progress(Lsn.parse("0/10"), Instant.EPOCH, Map.of("t.public.users", List.of(4L, -1L, 0L)));

    @Test
    void each_partition_that_holds_anything_is_named_with_its_last_offset() {
        assertThat(TidemarkStatements.ends(PROGRESS)).containsExactly("t.public.users 0 4", "t.public.users 2 0");
    }

    @Test
    void what_was_kept_is_reached_exactly_where_the_progress_is() {
        List<String> ends = TidemarkStatements.ends(PROGRESS);
        for (long offset = -1; offset <= 5; offset++) {
            long applied = offset;
            Progress.Reach reach = (topic, partition) -> partition == 2 ? Math.max(applied, 0) : applied;
            assertThat(TidemarkStatements.isReached(ends, reach))
                    .as("at " + offset)
                    .isEqualTo(PROGRESS.isReachedBy(reach))
                    .isEqualTo(offset >= 4);
        }
    }

    @Test
    void one_partition_that_is_behind_is_enough() {
        Progress.Reach reach = (topic, partition) -> partition == 2 ? -1 : 100;
        assertThat(TidemarkStatements.isReached(TidemarkStatements.ends(PROGRESS), reach))
                .isFalse();
    }
}
