package io.tidemark.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.events.Settlement.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLetterStatesTest {

    private final DeadLetterStates states = new DeadLetterStates();

    private static DeadLetter letter(String key, long offset) {
        return new DeadLetter(
                new DeadLetter.Place("p.public.users", 0, offset),
                Instant.EPOCH,
                Instant.EPOCH,
                DeadLetter.Kind.REFUSED,
                "a constraint",
                key.getBytes(StandardCharsets.UTF_8),
                null);
    }

    private void settle(DeadLetter letter, Reason reason) {
        states.add(Settlement.of(letter, reason));
    }

    @Test
    void the_last_letter_of_a_key_stands_for_all_of_them() {
        states.add(letter("a", 5));
        states.add(letter("b", 6));
        states.add(letter("a", 9));
        assertThat(states.unsettled()).isEqualTo(2);
        assertThat(states.reason(letter("a", 5))).isEqualTo(Reason.REPLACED);
        assertThat(states.reason(letter("a", 9))).isNull();
        settle(letter("a", 9), Reason.IN_SYNC);
        assertThat(states.unsettled()).isEqualTo(1);
        assertThat(states.reason(letter("a", 5))).isEqualTo(Reason.IN_SYNC);
        assertThat(states.reason(letter("b", 6))).isNull();
    }

    @Test
    void a_later_letter_is_not_settled_by_what_came_before_it() {
        states.add(letter("a", 5));
        settle(letter("a", 5), Reason.ACKNOWLEDGED);
        states.add(letter("a", 9));
        assertThat(states.unsettled()).isEqualTo(1);
        assertThat(states.reason(letter("a", 5))).isEqualTo(Reason.ACKNOWLEDGED);
        assertThat(states.reason(letter("a", 9))).isNull();
    }

    @Test
    void a_letter_that_is_found_again_is_unsettled_again_unless_it_was_acknowledged() {
        states.add(letter("a", 5));
        states.add(letter("b", 6));
        settle(letter("a", 5), Reason.IN_SYNC);
        settle(letter("b", 6), Reason.ACKNOWLEDGED);
        assertThat(states.unsettled()).isZero();
        states.add(letter("a", 5));
        states.add(letter("b", 6));
        assertThat(states.reason(letter("a", 5))).isNull();
        assertThat(states.reason(letter("b", 6))).isEqualTo(Reason.ACKNOWLEDGED);
        assertThat(states.unsettled()).isEqualTo(1);
    }

    @Test
    void what_was_written_is_read_and_is_no_dead_letter() {
        Settlement settlement = Settlement.of(letter("a", 5), Reason.IN_SYNC);
        ProducerRecord<byte[], byte[]> written = settlement.toRecord("p.dead-letters");
        ConsumerRecord<byte[], byte[]> kept = new ConsumerRecord<>(
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
        assertThat(DeadLetter.of(kept)).isEmpty();
        assertThat(Settlement.of(kept))
                .hasValueSatisfying(
                        read -> assertThat(read).usingRecursiveComparison().isEqualTo(settlement));
    }
}
