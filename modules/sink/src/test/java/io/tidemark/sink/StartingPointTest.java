package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Watermark;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StartingPointTest {

    private static final TopicPartition PARTITION = new TopicPartition("t.public.users", 3);

    @Test
    void reading_resumes_behind_what_the_graph_holds() {
        assertThat(StartingPoint.from(PARTITION, at(41), 0)).isEqualTo(42);
    }

    @Test
    void an_empty_graph_reads_from_the_beginning_wherever_that_is() {
        assertThat(StartingPoint.from(PARTITION, at(-1), 0)).isZero();
        assertThat(StartingPoint.from(PARTITION, at(-1), 17)).isEqualTo(17);
    }

    @Test
    void where_the_topic_begins_later_by_now_reading_begins_there() {
        assertThat(StartingPoint.from(PARTITION, at(41), 42)).isEqualTo(42);
        assertThat(StartingPoint.from(PARTITION, at(41), 50)).isEqualTo(50);
    }

    @Test
    void a_topic_that_ends_before_what_the_graph_holds_has_lost_records() {
        assertThatThrownBy(() -> StartingPoint.requireNotBeyond(PARTITION, at(41), 41))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.FATAL))
                .hasMessage("t.public.users-3 ends at offset 41, but the graph holds changes up to 41: Kafka has lost"
                        + " records; to start over, clear the graph");
        assertThatCode(() -> StartingPoint.requireNotBeyond(PARTITION, at(41), 42))
                .doesNotThrowAnyException();
        assertThatCode(() -> StartingPoint.requireNotBeyond(PARTITION, at(-1), 0))
                .doesNotThrowAnyException();
    }

    private static Watermark at(long offset) {
        return new Watermark(PARTITION.topic(), "id", PARTITION.partition(), offset, 0);
    }
}
