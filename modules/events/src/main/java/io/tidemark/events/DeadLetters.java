package io.tidemark.events;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the dead letters of a pipeline up to where their topic ends now.
 *
 * <p>Every method throws a {@link TidemarkException}: RETRY when Kafka is unreachable, USAGE or FATAL when it refuses this user,
 * FATAL when the topic is missing.
 */
public final class DeadLetters {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private DeadLetters() {}

    /** The dead letters in the order in which they were found, each once. */
    public static List<DeadLetter> read(KafkaSettings kafka, TopicNames names) {
        Map<DeadLetter.Place, DeadLetter> letters = new LinkedHashMap<>();
        visit(kafka, names.deadLetters(), letter -> letters.putIfAbsent(letter.place(), letter));
        return List.copyOf(letters.values());
    }

    /** How many dead letters there are, each counted once; none of them is kept in memory. */
    public static long count(KafkaSettings kafka, TopicNames names) {
        Map<TopicPartition, Set<Long>> offsets = new HashMap<>();
        visit(
                kafka,
                names.deadLetters(),
                letter -> offsets.computeIfAbsent(
                                new TopicPartition(
                                        letter.place().topic(), letter.place().partition()),
                                none -> new HashSet<>())
                        .add(letter.place().offset()));
        return offsets.values().stream().mapToLong(Set::size).sum();
    }

    private static void visit(KafkaSettings kafka, String topic, Consumer<DeadLetter> visitor) {
        requireTopic(kafka, topic);
        Map<String, Object> client = kafka.client();
        client.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        try (TopicReader reader = new TopicReader(client, PATIENCE)) {
            reader.readAll(List.of(topic), kept -> DeadLetter.of(kept).ifPresent(visitor));
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
}
