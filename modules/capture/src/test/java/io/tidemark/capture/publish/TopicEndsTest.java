package io.tidemark.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TopicEndsTest {

    private static final Map<String, List<Long>> START = Map.of("users", List.of(4L, -1L), "blocks", List.of(0L));

    private final TopicEnds ends = new TopicEnds(START);

    @Test
    void what_is_written_moves_the_end_of_its_partition_only() {
        ends.written("users", 1, 0);
        ends.written("users", 1, 7);
        assertThat(ends.toMap()).isEqualTo(Map.of("users", List.of(4L, 7L), "blocks", List.of(0L)));
    }

    @Test
    void an_offset_that_is_not_behind_those_before_shows_a_topic_that_was_recreated() {
        for (long offset : new long[] {4, 0}) {
            assertThatThrownBy(() -> ends.written("users", 0, offset))
                    .isInstanceOfSatisfying(
                            TidemarkException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.POSITION_LOST))
                    .hasMessageContaining("at offset " + offset + " of partition 0")
                    .hasMessageContaining("--resnapshot");
        }
        assertThat(ends.toMap()).isEqualTo(START);
    }

    @Test
    void a_partition_that_was_added_moves_keys() {
        assertThatThrownBy(() -> ends.written("users", 2, 0))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.POSITION_LOST));
    }

    @Test
    void no_record_goes_to_another_topic() {
        assertThatThrownBy(() -> ends.written("likes", 0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("likes");
    }
}
