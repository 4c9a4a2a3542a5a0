package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Watermark;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class InputPositionsTest {

    private static final TopicPartition PARTITION = new TopicPartition("t.public.users", 0);

    private final InputPositions positions = new InputPositions();

    @Test
    void there_is_more_while_polled_records_are_not_processed() {
        positions.polledUpTo(PARTITION, 10, 0);
        assertThat(positions.isDrained(PARTITION, 9)).isFalse();
        assertThat(positions.isDrained(PARTITION, 10)).isTrue();
    }

    @Test
    void there_is_more_while_the_log_goes_on() {
        positions.polledUpTo(PARTITION, 10, 1);
        assertThat(positions.isDrained(PARTITION, 10)).isFalse();
        positions.lagIs(PARTITION, 0);
        assertThat(positions.isDrained(PARTITION, 10)).isTrue();
    }

    @Test
    void a_partition_that_was_never_polled_has_nothing() {
        assertThat(positions.isDrained(PARTITION, -1)).isTrue();
    }

    @Test
    void a_new_start_forgets_what_was_polled_before() {
        positions.polledUpTo(PARTITION, 10, 5);
        positions.startsAt(PARTITION, new Watermark(PARTITION.topic(), "id", 0, 3, 4));
        assertThat(positions.start(PARTITION).offset()).isEqualTo(3);
        assertThat(positions.isDrained(PARTITION, 3)).isTrue();
    }

    @Test
    void each_look_at_the_graph_is_given_out_once() {
        Watermark first = new Watermark(PARTITION.topic(), "id", 0, 3, 4);
        Watermark second = new Watermark(PARTITION.topic(), "id", 0, 7, 8);
        positions.startsAt(PARTITION, first);
        assertThat(positions.takeStart(PARTITION)).contains(first);
        assertThat(positions.takeStart(PARTITION)).isEmpty();
        assertThat(positions.start(PARTITION)).isEqualTo(first);
        positions.startsAt(PARTITION, second);
        assertThat(positions.takeStart(PARTITION)).contains(second);
    }

    @Test
    void a_partition_without_a_start_is_refused() {
        assertThat(positions.takeStart(PARTITION)).isEmpty();
        assertThatThrownBy(() -> positions.start(PARTITION)).isInstanceOf(TidemarkException.class);
    }
}
