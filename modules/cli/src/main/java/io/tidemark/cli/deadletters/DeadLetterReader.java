package io.tidemark.cli.deadletters;

import io.tidemark.events.DeadLetter;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaCalls;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.settings.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the dead-letter topic up to where it ends now. */
public final class DeadLetterReader {

    private final Settings settings;
    private final String topic;

    /** Of this pipeline; nothing is contacted yet. */
    public DeadLetterReader(Settings settings) {
        this.settings = settings;
        this.topic = new TopicNames(settings.prefix()).deadLetters();
    }

    /**
     * The dead letters in the order in which they were found, each once.
     *
     * @throws TidemarkException RETRY when Kafka is away, FATAL when the topic is missing
     */
    public List<DeadLetter> read() {
        requireTopic();
        Map<String, Object> configuration = settings.kafka().client();
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20); // closing waits for the last fetch
        Map<DeadLetter.Place, DeadLetter> letters = new LinkedHashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(kept ->
                                DeadLetter.of(kept).ifPresent(letter -> letters.putIfAbsent(letter.place(), letter)));
            }
        } catch (KafkaException e) {
            throw new TidemarkException(
                    Category.RETRY, "Kafka failed to give the records of " + topic + ": " + e.getMessage(), e);
        }
        return List.copyOf(letters.values());
    }

    /** A consumer would wait for a topic that is missing, or have the broker make it. */
    private void requireTopic() {
        try (Admin admin = KafkaAdmin.open(settings.kafka().client())) {
            if (!KafkaCalls.get("list topics", admin.listTopics().names()).contains(topic)) {
                throw new TidemarkException(
                        Category.FATAL,
                        "Kafka has no topic " + topic + ": run ./tidemark setup, or correct TIDEMARK_PREFIX");
            }
        }
    }
}
