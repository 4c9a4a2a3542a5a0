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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

final class SchemaTextsTest {

    private static final Segment SEGMENT = Segment.at(new Position.Streaming(new Lsn(42), Optional.empty()));
    private static final String TEXT = "\"string\"";
    private static final Schema SCHEMA = Schema.create(Schema.Type.STRING);

    private final RecordEncoder encoder = new RecordEncoder((subject, schema) -> 1);
    private final WrittenSegments kafka = new WrittenSegments();

    @Test
    void the_text_of_a_schema_goes_with_the_first_segment_that_uses_it_and_no_other() throws InterruptedException {
        SegmentWriter writer = writer(Map.of(), Map.of());
        encoder.use(7, SCHEMA);
        writer.publish(SEGMENT);
        encoder.use(7, SCHEMA);
        writer.publish(SEGMENT);
        assertThat(kafka.written)
                .extracting(segment -> texts(segment.schemas()))
                .containsExactly(List.of("t.schemas 7 " + TEXT), List.of());
    }

    @Test
    void a_segment_that_was_refused_takes_it_along_again() throws InterruptedException {
        SegmentWriter writer = writer(Map.of(), Map.of());
        encoder.use(7, SCHEMA);
        kafka.refusing(2, Category.RETRY);
        writer.publish(SEGMENT);
        assertThat(kafka.written)
                .extracting(segment -> texts(segment.schemas()))
                .containsExactly(List.of("t.schemas 7 " + TEXT));
    }

    @Test
    void what_the_topic_holds_already_is_not_written_again() throws InterruptedException {
        SegmentWriter writer = writer(Map.of(7, TEXT), Map.of());
        encoder.use(7, SCHEMA);
        writer.publish(SEGMENT);
        assertThat(kafka.written.get(0).schemas()).isEmpty();
    }

    @Test
    void what_earlier_records_use_goes_with_the_first_segment() throws InterruptedException {
        writer(Map.of(), Map.of(3, TEXT)).publish(SEGMENT);
        assertThat(texts(kafka.written.get(0).schemas())).containsExactly("t.schemas 3 " + TEXT);
    }

    @Test
    void an_id_that_another_schema_has_is_refused() {
        SegmentWriter writer = writer(Map.of(7, "\"long\""), Map.of());
        encoder.use(7, SCHEMA);
        assertThatThrownBy(() -> writer.publish(SEGMENT))
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.FATAL))
                .hasMessageContaining("the schema registry gives id 7");
        assertThat(kafka.written).isEmpty();
    }

    private SegmentWriter writer(Map<Integer, String> kept, Map<Integer, String> earlier) {
        return new SegmentWriter(
                new ResumePoint("start", new Source("1", "db", Map.of()), new Position.Snapshot(Map.of()), Map.of()),
                encoder,
                new SchemaTexts(new SchemaTopic(Map.of(), "t.schemas"), kept, earlier),
                kafka,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)),
                new CaptureListener() {});
    }

    private static List<String> texts(List<ProducerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> record.topic() + " " + new String(record.key(), StandardCharsets.UTF_8) + " "
                        + new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
