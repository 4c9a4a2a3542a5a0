package io.tidemark.events;

import static io.tidemark.events.TextHeaders.put;
import static io.tidemark.events.TextHeaders.text;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Says that a dead letter, and every earlier one of its key, needs no more attention. Kept in the dead-letter topic behind the letter, with
 * the letter's key and headers whose names start with {@code tidemark.settlement.}; readers that do not know it pass it by.
 *
 * @param place the dead letter's
 * @param key the dead letter's
 * @param time when it was settled
 * @param reason why
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record Settlement(DeadLetter.Place place, byte @Nullable [] key, Instant time, Reason reason) {

    private static final String START = "tidemark.settlement.";
    private static final String TOPIC = START + "topic";
    private static final String PARTITION = START + "partition";
    private static final String OFFSET = START + "offset";
    private static final String TIME = START + "time";
    private static final String REASON = START + "reason";

    /** Why a dead letter needs no more attention. */
    public enum Reason {
        /** A person has seen it; holds also when a rebuild meets the record again. */
        ACKNOWLEDGED,
        /** The row and its element were compared and are equal; holds until the record is met again. */
        IN_SYNC,
        /** A later dead letter of the same key stands for it. Never written: it follows from the letters. */
        REPLACED
    }

    /** Settles a letter now. */
    public static Settlement of(DeadLetter letter, Reason reason) {
        return new Settlement(letter.place(), letter.key(), Instant.now(), reason);
    }

    /** The record for the dead-letter topic. */
    ProducerRecord<byte[], byte[]> toRecord(String deadLetterTopic) {
        ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(deadLetterTopic, key, null);
        put(made.headers(), TOPIC, place.topic());
        put(made.headers(), PARTITION, place.partition());
        put(made.headers(), OFFSET, place.offset());
        put(made.headers(), TIME, time);
        put(made.headers(), REASON, reason);
        return made;
    }

    /** Reads what {@link #toRecord} made; empty for a record that is something else. */
    static Optional<Settlement> of(ConsumerRecord<byte[], byte[]> kept) {
        try {
            return Optional.of(new Settlement(
                    new DeadLetter.Place(
                            text(kept.headers(), TOPIC),
                            Integer.parseInt(text(kept.headers(), PARTITION)),
                            Long.parseLong(text(kept.headers(), OFFSET))),
                    kept.key(),
                    Instant.parse(text(kept.headers(), TIME)),
                    Reason.valueOf(text(kept.headers(), REASON))));
        } catch (RuntimeException other) {
            return Optional.empty();
        }
    }
}
