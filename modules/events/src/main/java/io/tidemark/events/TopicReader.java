package io.tidemark.events;

import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed records of partitions from offsets to offsets, outside any consumer group. Not thread-safe.
 *
 * <p>Every method throws a {@link TidemarkException}: FATAL when Kafka refuses the credentials or the rights, otherwise RETRY.
 */
public final class TopicReader implements AutoCloseable {

    private static final long FIRST_WINDOW = 64;
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Duration patience;

    /**
     * Connects.
     *
     * @param client the client configuration, see {@link KafkaSettings#client()}; fetch sizes may be set in it
     * @param patience how long reading may make no progress before it is given up
     */
    public TopicReader(Map<String, Object> client, Duration patience) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        properties.putAll(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.patience = patience;
        try {
            this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw explain("open a consumer", e);
        }
    }

    /** The partitions of topics that exist. */
    public List<TopicPartition> partitions(Collection<String> topics) {
        return calling(
                "list the partitions of " + topics,
                () -> topics.stream()
                        .flatMap(topic -> consumer.partitionsFor(topic).stream())
                        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                        .toList());
    }

    /** The first offset that each partition still has. */
    public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        return calling("find where " + partitions + " begin", () -> consumer.beginningOffsets(partitions));
    }

    /** The offset behind the last one of each partition that is visible to readers of committed records. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return calling("find where " + partitions + " end", () -> consumer.endOffsets(partitions));
    }

    /** Visits the records of these topics from the first up to where each partition ends now. */
    public void readAll(Collection<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        List<TopicPartition> partitions = partitions(topics);
        read(beginnings(partitions), ends(partitions), visitor);
    }

    /**
     * Visits the records from the first offsets up to, without, the others; of one partition in their order, of several in
     * any. Records that are committed but not yet visible (brokers write the markers after they have confirmed the commit)
     * are waited for.
     *
     * @param from of each partition
     * @param to of the same partitions
     * @throws TidemarkException also RETRY when no position has moved for as long as the reader is patient
     */
    public void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        calling("read " + from.keySet(), () -> {
            Map<TopicPartition, Long> positions = begin(from, to);
            long movedAt = System.nanoTime();
            while (!positions.isEmpty()) {
                poll(POLL, to, visitor);
                if (advance(positions, to)) {
                    movedAt = System.nanoTime();
                } else if (System.nanoTime() - movedAt > patience.toNanos()) {
                    throw new TidemarkException(
                            Category.RETRY,
                            positions.entrySet().stream()
                                            .map(entry -> entry.getKey() + " cannot be read from offset "
                                                    + entry.getValue() + " up to " + end(to, entry.getKey()))
                                            .collect(Collectors.joining(", "))
                                    + ": Kafka is unreachable, a transaction is still open there, or the topic was"
                                    + " recreated");
                }
            }
            return true;
        });
    }

    /** The last record of a kind in a partition; reads backwards in growing windows, so that a long partition costs nothing. */
    public Optional<ConsumerRecord<byte[], byte[]>> last(
            TopicPartition partition, Predicate<ConsumerRecord<byte[], byte[]>> kind) {
        long beginning = beginnings(List.of(partition)).getOrDefault(partition, 0L);
        long to = ends(List.of(partition)).getOrDefault(partition, 0L);
        AtomicReference<@Nullable ConsumerRecord<byte[], byte[]>> last = new AtomicReference<>();
        for (long window = FIRST_WINDOW; to > beginning && last.get() == null; window *= 8) {
            long from = Math.max(beginning, to - window);
            read(Map.of(partition, from), Map.of(partition, to), record -> {
                if (kind.test(record)) {
                    last.set(record);
                }
            });
            to = from;
        }
        return Optional.ofNullable(last.get());
    }

    /**
     * The same for at most a while, without waiting for Kafka any longer than that.
     *
     * @return the partitions that were not read up to their offset; some of their records may have been visited
     */
    public Set<TopicPartition> readFor(
            Duration time,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        return calling("read " + from.keySet(), () -> {
            Map<TopicPartition, Long> positions = begin(from, to);
            long deadline = System.nanoTime() + time.toNanos();
            for (long left = time.toNanos(); !positions.isEmpty() && left > 0; left = deadline - System.nanoTime()) {
                poll(Duration.ofNanos(Math.min(left, POLL.toNanos())), to, visitor);
                advance(positions, to);
            }
            return Set.copyOf(positions.keySet());
        });
    }

    /** Where reading begins, without the partitions of which there is nothing to read. */
    private Map<TopicPartition, Long> begin(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        if (!to.keySet().containsAll(from.keySet())) {
            throw new IllegalArgumentException("of " + from.keySet() + " there are ends only of " + to.keySet());
        }
        Map<TopicPartition, Long> positions = new HashMap<>(from);
        positions.entrySet().removeIf(entry -> entry.getValue() >= end(to, entry.getKey()));
        consumer.assign(positions.keySet());
        consumer.resume(positions.keySet());
        positions.forEach(consumer::seek);
        return positions;
    }

    private void poll(Duration wait, Map<TopicPartition, Long> to, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            if (record.offset() < end(to, new TopicPartition(record.topic(), record.partition()))) {
                visitor.accept(record);
            }
        }
    }

    /** Takes over the consumer's positions, which move past compacted records and markers too; drops what is done. */
    private boolean advance(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> to) {
        boolean moved = false;
        for (TopicPartition partition : List.copyOf(positions.keySet())) {
            long now = consumer.position(partition);
            Long before = now >= end(to, partition) ? positions.remove(partition) : positions.put(partition, now);
            if (now >= end(to, partition)) {
                consumer.pause(List.of(partition));
            }
            moved |= before == null || now > before;
        }
        return moved;
    }

    private static long end(Map<TopicPartition, Long> to, TopicPartition partition) {
        return to.getOrDefault(partition, 0L);
    }

    /** A call to Kafka. */
    private interface Call<T> {

        T run();
    }

    private static <T> T calling(String what, Call<T> call) {
        try {
            return call.run();
        } catch (KafkaException e) {
            throw explain(what, e);
        }
    }

    private static TidemarkException explain(String what, KafkaException e) {
        if (e instanceof InterruptException) {
            Thread.currentThread().interrupt();
        }
        String failed = "Kafka cannot be asked to " + what + " (" + e.getClass().getSimpleName() + ": "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")";
        return e instanceof AuthenticationException || e instanceof AuthorizationException
                ? new TidemarkException(
                        Category.FATAL, new Problem(failed, "check the credentials and the rights on topics"), e)
                : new TidemarkException(Category.RETRY, failed, e);
    }

    /** Waits for no fetch that is underway: there is no group to leave. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
