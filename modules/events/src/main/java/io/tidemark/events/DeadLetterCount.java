package io.tidemark.events;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts what a pipeline has put aside. */
public final class DeadLetterCount {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private DeadLetterCount() {}

    /**
     * How many records are in the dead-letter topic up to where it ends now, each once.
     *
     * @throws TidemarkException RETRY when Kafka is away, FATAL when the topic is missing
     */
    public static long of(KafkaSettings kafka, TopicNames names) {
        String topic = names.deadLetters();
        requireTopic(kafka, topic);
        Map<String, Object> configuration = kafka.client();
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return count(consumer, topic);
        } catch (KafkaException e) {
            throw new TidemarkException(
                    Category.RETRY, "Kafka failed to give the records of " + topic + ": " + e.getMessage(), e);
        }
    }

    /** By its name alone: how a topic is configured is not for every user to see. */
    private static void requireTopic(KafkaSettings kafka, String topic) {
        try (Admin admin = KafkaAdmin.open(kafka.client())) {
            if (!KafkaCalls.get("list topics", admin.listTopics().names()).contains(topic)) {
                throw new TidemarkException(
                        Category.FATAL,
                        "Kafka has no topic " + topic + ": run ./tidemark setup, or correct TIDEMARK_PREFIX");
            }
        }
    }

    private static long count(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Set<Long>> offsets = new HashMap<>();
        long heard = System.nanoTime();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new TidemarkException(
                        Category.RETRY,
                        "Kafka gave no records of " + topic + " for " + PATIENCE.toSeconds()
                                + " s: see that its broker runs");
            }
            records.forEach(kept -> DeadLetter.of(kept)
                    .map(DeadLetter::place)
                    .ifPresent(place -> offsets.computeIfAbsent(
                                    new TopicPartition(place.topic(), place.partition()), none -> new HashSet<>())
                            .add(place.offset())));
        }
        return offsets.values().stream().mapToLong(Set::size).sum();
    }
}
