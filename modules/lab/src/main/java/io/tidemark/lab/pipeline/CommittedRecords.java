package io.tidemark.lab.pipeline;

import io.tidemark.events.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers that follow the committed records of topics without an end, outside any consumer group. */
public final class CommittedRecords {

    private CommittedRecords() {}

    /**
     * A consumer with all partitions of these topics, which must exist; the caller seeks and closes.
     *
     * @param fetchWait how long a fetch at a topic's end takes at most, and with it closing
     */
    public static KafkaConsumer<byte[], byte[]> of(KafkaSettings kafka, List<String> topics, Duration fetchWait) {
        Map<String, Object> configuration = kafka.client();
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) fetchWait.toMillis());
        configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
        return consumer;
    }
}
