package io.tidemark.capture.resume;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Finds the last committed record of a kind in a partition. */
final class LastRecord {

    private static final long FIRST_WINDOW = 64;
    private static final Duration POLL = Duration.ofMillis(200);

    /** The last fetch is at the partition's end, and the consumer is closed only when the broker has answered it. */
    private static final int FETCH_WAIT_MILLIS = 20;

    private final Map<String, Object> properties = new HashMap<>();

    LastRecord(Map<String, Object> clientProperties) {
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        properties.putAll(clientProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    }

    /** Reads backwards in growing windows, so that a long partition costs nothing. */
    Optional<ConsumerRecord<byte[], byte[]>> find(
            TopicPartition partition, Predicate<ConsumerRecord<byte[], byte[]>> kind) {
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long upTo = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            for (long window = FIRST_WINDOW; upTo > begin; window *= 8) {
                long from = Math.max(begin, upTo - window);
                Optional<ConsumerRecord<byte[], byte[]>> found = lastIn(consumer, partition, from, upTo, kind);
                if (found.isPresent()) {
                    return found;
                }
                upTo = from;
            }
            return Optional.empty();
        }
    }

    private static Optional<ConsumerRecord<byte[], byte[]>> lastIn(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long from,
            long upTo,
            Predicate<ConsumerRecord<byte[], byte[]>> kind) {
        consumer.seek(partition, from);
        Optional<ConsumerRecord<byte[], byte[]>> last = Optional.empty();
        // The position moves past compacted records and transaction markers too, so this ends.
        while (consumer.position(partition) < upTo) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                if (record.offset() < upTo && kind.test(record)) {
                    last = Optional.of(record);
                }
            }
        }
        return last;
    }
}
