package io.tidemark.capture.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Finds the last committed resume point in the progress topic. */
final class ResumePointReader {

    private static final long FIRST_WINDOW = 64;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> properties = new HashMap<>();
    private final TopicPartition partition;

    ResumePointReader(Map<String, Object> clientProperties, String topic) {
        properties.putAll(clientProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        partition = new TopicPartition(topic, 0);
    }

    /**
     * Reads backwards in growing windows, so that a long progress topic costs nothing. Only the owner of the
     * transactional id may ask, after it has fenced its predecessors: until then a transaction may still be open.
     *
     * @return empty when there is none yet: a snapshot is due
     */
    Optional<ResumePoint> last() {
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long begin = begin(consumer);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long upTo = end;
            for (long window = FIRST_WINDOW; upTo > begin; window *= 8) {
                long from = Math.max(begin, upTo - window);
                Optional<ResumePoint> found = lastIn(consumer, from, upTo);
                if (found.isPresent()) {
                    return found;
                }
                upTo = from;
            }
            return Optional.empty();
        }
    }

    private long begin(Consumer<byte[], byte[]> consumer) {
        return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    private Optional<ResumePoint> lastIn(Consumer<byte[], byte[]> consumer, long from, long upTo) {
        consumer.seek(partition, from);
        Optional<ResumePoint> last = Optional.empty();
        // The position moves past compacted records and transaction markers too, so this ends.
        while (consumer.position(partition) < upTo) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                if (record.offset() < upTo && isResumePoint(record)) {
                    last = Optional.of(ResumePoint.parse(new String(record.value(), StandardCharsets.UTF_8)));
                }
            }
        }
        return last;
    }

    private static boolean isResumePoint(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null
                && record.value() != null
                && ResumePoint.KEY.equals(new String(record.key(), StandardCharsets.UTF_8));
    }
}
