package io.tidemark.sink;

import io.tidemark.events.DeadLetter;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A record as it was read, kept until the graph holds what it says; for the case that it never will. */
@SuppressWarnings("ArrayRecordComponent") // one is kept per read record; the arrays are Kafka's own
record ReadRecord(
        TopicPartition partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {

    DeadLetter dead(DeadLetter.Kind kind, String cause, Instant now) {
        return new DeadLetter(
                new DeadLetter.Place(partition.topic(), partition.partition(), offset),
                Instant.ofEpochMilli(Math.max(timestamp, 0)),
                now,
                kind,
                cause.lines().findFirst().orElse(""),
                key,
                value);
    }
}
