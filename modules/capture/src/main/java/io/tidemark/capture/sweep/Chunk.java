package io.tidemark.capture.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Gathers deletes and hands them on in lists that a producer can hold. */
final class Chunk {

    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final int maxKeys;
    private final Consumer<List<ProducerRecord<byte[], byte[]>>> chunks;
    private List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private int keys;
    private int bytes;

    Chunk(int maxKeys, Consumer<List<ProducerRecord<byte[], byte[]>>> chunks) {
        this.maxKeys = maxKeys;
        this.chunks = chunks;
    }

    /** Adds the delete of a record's key: its envelope, if it needs one, then the tombstone. */
    void add(ConsumerRecord<byte[], byte[]> ghost, Optional<byte[]> envelope) {
        envelope.ifPresent(value -> add(ghost, value));
        records.add(new ProducerRecord<>(ghost.topic(), ghost.partition(), ghost.key(), null));
        bytes += ghost.key().length;
        if (++keys >= maxKeys || bytes >= MAX_BYTES) {
            handOver();
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> ghost, byte[] value) {
        records.add(new ProducerRecord<>(ghost.topic(), ghost.partition(), ghost.key(), value));
        bytes += ghost.key().length + value.length;
    }

    /** Hands over what there is. */
    void handOver() {
        if (!records.isEmpty()) {
            List<ProducerRecord<byte[], byte[]>> full = records;
            records = new ArrayList<>();
            keys = 0;
            bytes = 0;
            chunks.accept(full);
        }
    }
}
