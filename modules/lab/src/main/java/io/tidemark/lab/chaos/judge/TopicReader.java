package io.tidemark.lab.chaos.judge;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TableName;
import io.tidemark.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the table topics from their beginning to where they end now, committed records only. */
public final class TopicReader {

    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(60);

    private final Settings settings;
    private final TopicNames topics;

    /** @param settings where Kafka and the registry are reached without detour */
    public TopicReader(Settings settings) {
        this.settings = settings;
        this.topics = new TopicNames(settings.prefix());
    }

    /**
     * Reads everything.
     *
     * @throws IOException when the registry fails, or Kafka delivers nothing for a minute
     */
    public TopicHistory read() throws IOException {
        TopicHistory history = new TopicHistory();
        Map<String, Object> configuration = settings.kafka().client();
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20); // closing waits for the last fetch
        configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        try (SchemaRegistryClient registry = settings.registry().connect();
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            EnvelopeDecoder decoder = new EnvelopeDecoder(registry);
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long movedAt = System.nanoTime();
            while (behind(consumer, partitions, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    movedAt = System.nanoTime();
                    decoder.decode(table(record.topic()), record, history);
                }
                if (System.nanoTime() - movedAt > LONGEST_STANDSTILL.toNanos()) {
                    throw new IOException("Kafka delivers nothing up to " + ends);
                }
            }
        }
        history.end();
        return history;
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        return settings.mapping().tables().stream()
                .map(topics::table)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static boolean behind(
            KafkaConsumer<byte[], byte[]> consumer,
            Collection<TopicPartition> partitions,
            Map<TopicPartition, Long> ends) {
        return partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L));
    }

    private String table(String topic) {
        return topics.tableOf(topic).map(TableName::toString).orElseThrow();
    }
}
