package io.tidemark.events;

import io.tidemark.events.Settlement.Reason;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dead letters of a pipeline up to where their topic ends now, and settles them.
 *
 * <p>Every method throws a {@link TidemarkException}: RETRY when Kafka is unreachable, USAGE or FATAL when it refuses this user,
 * FATAL when the topic is missing.
 */
public final class DeadLetters {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private DeadLetters() {}

    /**
     * A dead letter and what became of it.
     *
     * @param settled why it needs no more attention; null while it does
     */
    public record Known(DeadLetter letter, @Nullable Reason settled) {}

    /** All dead letters in the order in which they were found, each once. */
    public static List<Known> read(KafkaSettings kafka, TopicNames names) {
        Map<DeadLetter.Place, DeadLetter> letters = new LinkedHashMap<>();
        DeadLetterStates states =
                visit(kafka, names.deadLetters(), letter -> letters.putIfAbsent(letter.place(), letter));
        return letters.values().stream()
                .map(letter -> new Known(letter, states.reason(letter)))
                .toList();
    }

    /** Those that need attention: of each key the last one. */
    public static List<DeadLetter> unsettled(KafkaSettings kafka, TopicNames names) {
        return read(kafka, names).stream()
                .filter(known -> known.settled() == null)
                .map(Known::letter)
                .toList();
    }

    /** How many are {@link #unsettled}; keeps the key of each dead letter in memory, and no letter. */
    public static long countUnsettled(KafkaSettings kafka, TopicNames names) {
        return visit(kafka, names.deadLetters(), letter -> {}).unsettled();
    }

    /** Returns once these are kept, by all replicas. */
    public static void settle(KafkaSettings kafka, TopicNames names, Collection<Settlement> settlements) {
        if (settlements.isEmpty()) {
            return;
        }
        String topic = names.deadLetters();
        Map<String, Object> client = kafka.client();
        client.put(ProducerConfig.ACKS_CONFIG, "all");
        client.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            settlements.forEach(settlement -> sent.add(producer.send(settlement.toRecord(topic))));
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (ExecutionException | KafkaException e) {
            // the latter from send itself, when the broker has refused this producer before the record was handed over
            throw KafkaCalls.explain("write to topic " + topic + " that dead letters are settled", e);
        } catch (InterruptedException e) {
            throw KafkaCalls.interrupted("write to topic " + topic, e);
        }
    }

    private static DeadLetterStates visit(KafkaSettings kafka, String topic, Consumer<DeadLetter> visitor) {
        requireTopic(kafka, topic);
        DeadLetterStates states = new DeadLetterStates();
        Map<String, Object> client = kafka.client();
        client.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        try (TopicReader reader = new TopicReader(client, PATIENCE)) {
            reader.readAll(List.of(topic), kept -> {
                DeadLetter.of(kept).ifPresent(letter -> {
                    states.add(letter);
                    visitor.accept(letter);
                });
                Settlement.of(kept).ifPresent(states::add);
            });
        }
        return states;
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
