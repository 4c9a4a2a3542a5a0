package io.tidemark.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TopicCheckTest {

    private static final Map<String, List<Long>> KNOWN = Map.of("users", List.of(4L, -1L));

    private static void lost(Map<String, List<Long>> found, String why) {
        assertThatThrownBy(() -> TopicCheck.continued(KNOWN, found))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.POSITION_LOST))
                .hasMessageContaining(why)
                .hasMessageContaining("--resnapshot");
    }

    @Test
    void all_topics_that_are_missing_are_named_with_the_way_out() {
        assertThatThrownBy(() -> TopicCheck.requirePresent(
                        Stream.of("t.users", "t.progress", "t.blocks"), Set.of("t.users", "another")))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.FATAL))
                .hasMessage(
                        "Kafka has no topic t.blocks, t.progress: run ./tidemark setup, or correct TIDEMARK_PREFIX");
        assertThatCode(() -> TopicCheck.requirePresent(Stream.of("t.users"), Set.of("t.users", "another")))
                .doesNotThrowAnyException();
    }

    @Test
    void what_was_written_is_the_end_even_when_markers_follow_it() {
        assertThat(TopicCheck.continued(KNOWN, Map.of("users", List.of(6L, 1L))))
                .isEqualTo(KNOWN);
        assertThat(TopicCheck.continued(KNOWN, KNOWN)).isEqualTo(KNOWN);
    }

    @Test
    void a_topic_that_is_new_starts_at_what_was_found() {
        assertThat(TopicCheck.continued(KNOWN, Map.of("users", List.of(4L, -1L), "blocks", List.of(2L))))
                .isEqualTo(Map.of("users", List.of(4L, -1L), "blocks", List.of(2L)));
    }

    @Test
    void a_topic_that_is_mapped_no_longer_is_forgotten() {
        assertThat(TopicCheck.continued(KNOWN, Map.of("blocks", List.of(2L)))).isEqualTo(Map.of("blocks", List.of(2L)));
    }

    @Test
    void a_topic_that_ends_before_what_was_written_is_not_the_same() {
        lost(Map.of("users", List.of(3L, -1L)), "users ends at offset 3 in partition 0, but records up to 4");
    }

    @Test
    void a_topic_with_other_partitions_has_lost_its_order() {
        lost(Map.of("users", List.of(4L)), "has 1 partitions, and had 2");
        lost(Map.of("users", List.of(4L, -1L, -1L)), "has 3 partitions, and had 2");
    }
}
