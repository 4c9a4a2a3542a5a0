package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.position.Watermark;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TopicWatchTest {

    @Test
    void the_same_topics_may_be_read_on() {
        assertThatCode(() -> TopicWatch.requireSame(Map.of("t", "a"), Map.of("t", "a")))
                .doesNotThrowAnyException();
    }

    @Test
    void a_topic_that_was_made_again_is_refused_by_name() {
        assertThatThrownBy(() -> TopicWatch.requireSame(Map.of("t", "a"), Map.of("t", "b")))
                .hasMessageContaining("topic t was re-created");
    }

    @Test
    void each_look_asks_kafka_anew() {
        AtomicReference<Map<String, String>> kafka = new AtomicReference<>(Map.of("t", "a", "u", "c"));
        try (TopicWatch watch = new TopicWatch(Map.of("t", "a", "u", "c"), kafka::get, why -> {})) {
            assertThatCode(watch::check).doesNotThrowAnyException();
            kafka.set(Map.of("t", "b", "u", "c"));
            assertThatThrownBy(watch::check).hasMessageContaining("topic t was re-created");
            kafka.set(Map.of("t", "a"));
            assertThatThrownBy(watch::check).hasMessageContaining("topic u was re-created");
        }
    }

    @Test
    void a_graph_is_left_behind_when_its_last_record_is_older_than_deletes_are_kept() {
        Watermark watermark = new Watermark("t", "a", 0, 5, 5, 1_000);
        assertThat(Retention.isOutlived(watermark, 100, 1_101)).isTrue();
        assertThat(Retention.isOutlived(watermark, 100, 1_100)).isFalse();
        assertThat(Retention.isOutlived(new Watermark("t", "a", 0, 5, 5), 100, 1_101))
                .isFalse();
    }
}
