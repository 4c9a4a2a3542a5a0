package io.tidemark.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.capture.avro.RecordEncoder;
import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.Source;
import io.tidemark.concurrent.Backoff;
import io.tidemark.events.SchemaTopic;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SegmentWriterTest {

    private static final Position POSITION = new Position.Streaming(new Lsn(42), Optional.empty());

    private final WrittenSegments kafka = new WrittenSegments();
    private final Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));
    private final List<String> events = new ArrayList<>();

    private final CaptureListener listener = new CaptureListener() {
        @Override
        public void batchStarted() {
            events.add("started");
        }

        @Override
        public void retrying(String why) {
            events.add(why);
        }

        @Override
        public void batchPublished(Segment batch) {
            events.add("published");
        }
    };

    private final SegmentWriter writer = new SegmentWriter(
            new ResumePoint("start", new Source("1", "db", Map.of()), new Position.Snapshot(Map.of()), Map.of()),
            new RecordEncoder((subject, schema) -> 1),
            new SchemaTexts(new SchemaTopic(Map.of(), "t.schemas"), Map.of(), Map.of()),
            kafka,
            backoff,
            listener);

    @Test
    void a_segment_that_was_refused_is_written_again() throws InterruptedException {
        kafka.refusing(2, Category.RETRY);
        writer.publish(Segment.at(POSITION));
        assertThat(kafka.written).hasSize(1);
        assertThat(writer.current().position()).isEqualTo(POSITION);
        assertThat(events).containsExactly("started", "Kafka is unavailable", "Kafka is unavailable", "published");
    }

    @Test
    void a_segment_whose_answer_was_lost_is_not_written_twice() throws InterruptedException {
        kafka.losingAnAnswer();
        writer.publish(Segment.at(POSITION));
        assertThat(kafka.written).hasSize(1);
        assertThat(writer.current().position()).isEqualTo(POSITION);
    }

    @Test
    void what_does_not_pass_is_not_tried_again() {
        kafka.refusing(1, Category.FATAL);
        assertThatThrownBy(() -> writer.publish(Segment.at(POSITION))).hasMessage("Kafka is unavailable");
        assertThat(events).containsExactly("started");
    }

    @Test
    void nothing_is_tried_again_once_the_session_is_stopped() {
        kafka.refusing(1, Category.RETRY);
        backoff.stop();
        assertThatThrownBy(() -> writer.publish(Segment.at(POSITION)))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.RETRY));
        assertThat(events).containsExactly("started");
    }

    @Test
    void it_is_quiet_until_something_is_published() throws InterruptedException {
        assertThat(writer.isQuiet()).isTrue();
        writer.publish(Segment.at(POSITION));
        assertThat(writer.isQuiet()).isFalse();
    }
}
