package io.tidemark.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    private static final DeadLetter LETTER = new DeadLetter(
            new DeadLetter.Place("p.public.users", 3, 42),
            Instant.parse("2026-11-21T04:00:00Z"),
            Instant.parse("2026-11-21T04:00:01.5Z"),
            DeadLetter.Kind.UNDECODABLE,
            "not in the Confluent wire format",
            "key".getBytes(StandardCharsets.UTF_8),
            "value".getBytes(StandardCharsets.UTF_8));

    @Test
    void what_was_written_is_read() {
        ProducerRecord<byte[], byte[]> written = LETTER.toRecord("p.dead-letters");
        assertThat(written.key()).isEqualTo(LETTER.key());
        assertThat(written.value()).isEqualTo(LETTER.value());
        assertThat(DeadLetter.of(read(written))).hasValueSatisfying(read -> {
            assertThat(read).usingRecursiveComparison().isEqualTo(LETTER);
        });
    }

    @Test
    void a_foreign_record_is_none() {
        assertThat(DeadLetter.of(new ConsumerRecord<>("p.dead-letters", 0, 0, new byte[0], new byte[0])))
                .isEmpty();
    }

    @Test
    void a_column_that_no_graph_can_hold_is_told_from_bytes_that_cannot_be_read() {
        TidemarkException column =
                new TidemarkException(Category.DEAD_LETTER, "column", new UnmappableValueException("NaN"));
        assertThat(DeadLetter.Kind.of(column)).isEqualTo(DeadLetter.Kind.UNMAPPABLE);
        assertThat(DeadLetter.Kind.of(new TidemarkException(Category.DEAD_LETTER, "bytes")))
                .isEqualTo(DeadLetter.Kind.UNDECODABLE);
    }

    @Test
    void row_contents_are_not_shown() {
        assertThat(LETTER.toString()).contains("p.public.users-3 offset 42").doesNotContain("value");
    }

    private static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> written) {
        return new ConsumerRecord<>(
                written.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                written.key(),
                written.value(),
                new RecordHeaders(written.headers()),
                Optional.empty());
    }
}
