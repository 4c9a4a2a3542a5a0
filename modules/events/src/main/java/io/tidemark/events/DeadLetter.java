package io.tidemark.events;

import static io.tidemark.events.TextHeaders.put;
import static io.tidemark.events.TextHeaders.text;

import io.tidemark.model.TidemarkException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that can never be applied, as it is kept in the dead-letter topic: key and value byte for byte, the rest in
 * headers whose names start with {@code tidemark.dead-letter.}, their values text in UTF-8. Written at least once: topic,
 * partition and offset tell repeats.
 *
 * @param place where the record is
 * @param recordTime the record's own timestamp
 * @param time when it was found out
 * @param kind what is wrong
 * @param cause why, for people; one line
 * @param key the record's key as it was
 * @param value the record's value as it was; null for a tombstone, and where it was too large to be kept
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole: the place says which it is
public record DeadLetter(
        Place place,
        Instant recordTime,
        Instant time,
        Kind kind,
        String cause,
        byte @Nullable [] key,
        byte @Nullable [] value) {

    private static final String START = "tidemark.dead-letter.";
    private static final String TOPIC = START + "topic";
    private static final String PARTITION = START + "partition";
    private static final String OFFSET = START + "offset";
    private static final String RECORD_TIME = START + "record-time";
    private static final String TIME = START + "time";
    private static final String KIND = START + "kind";
    private static final String CAUSE = START + "cause";

    /** Where a record is; the same for all repeats of one dead letter. */
    public record Place(String topic, int partition, long offset) {

        @Override
        public String toString() {
            return topic + "-" + partition + " offset " + offset;
        }
    }

    /** What is wrong with it. */
    public enum Kind {
        /** The bytes are not what the topic should hold. */
        UNDECODABLE,
        /** A column holds what the graph cannot. */
        UNMAPPABLE,
        /** Neo4j does not store the row. */
        REFUSED;

        /** What a failure to decode comes from. */
        public static Kind of(TidemarkException failure) {
            return failure.getCause() instanceof UnmappableValueException ? UNMAPPABLE : UNDECODABLE;
        }
    }

    /** The same without its value, for a broker that does not take it whole. */
    public DeadLetter withoutValue() {
        return new DeadLetter(
                place, recordTime, time, kind, cause + " (its value was too large to be kept here)", key, null);
    }

    /** The record for the dead-letter topic. */
    public ProducerRecord<byte[], byte[]> toRecord(String deadLetterTopic) {
        ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(deadLetterTopic, key, value);
        put(made.headers(), TOPIC, place.topic());
        put(made.headers(), PARTITION, place.partition());
        put(made.headers(), OFFSET, place.offset());
        put(made.headers(), RECORD_TIME, recordTime);
        put(made.headers(), TIME, time);
        put(made.headers(), KIND, kind);
        put(made.headers(), CAUSE, cause);
        return made;
    }

    /** Reads what {@link #toRecord} made; empty for a record that is something else. */
    public static Optional<DeadLetter> of(ConsumerRecord<byte[], byte[]> kept) {
        try {
            Place place = new Place(
                    text(kept.headers(), TOPIC),
                    Integer.parseInt(text(kept.headers(), PARTITION)),
                    Long.parseLong(text(kept.headers(), OFFSET)));
            return Optional.of(new DeadLetter(
                    place,
                    Instant.parse(text(kept.headers(), RECORD_TIME)),
                    Instant.parse(text(kept.headers(), TIME)),
                    Kind.valueOf(text(kept.headers(), KIND)),
                    text(kept.headers(), CAUSE),
                    kept.key(),
                    kept.value()));
        } catch (RuntimeException foreign) {
            return Optional.empty();
        }
    }

    /** Where it is and why, without key and value, which are row contents. */
    @Override
    public String toString() {
        return place + " (" + kind + "): " + cause;
    }
}
