package io.tidemark.capture.sweep;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed records of partitions from an offset to an offset. Not thread-safe. */
final class PartitionReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FETCH_BYTES = 4 * 1024 * 1024;

    /** A pass ends with a fetch at the partition's end, and the next pass waits until the broker has answered it. */
    private static final int FETCH_WAIT_MILLIS = 20;

    private final Consumer<byte[], byte[]> consumer;
    private final Duration patience;

    /** What to do with a record. */
    @FunctionalInterface
    interface Visitor {

        void visit(ConsumerRecord<byte[], byte[]> committed);
    }

    /**
     * Connects.
     *
     * @param patience how long reading may stand still before it is given up
     */
    PartitionReader(Map<String, Object> clientProperties, Duration patience) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        properties.putAll(clientProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.patience = patience;
        try {
            this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw explain("read topics", e);
        }
    }

    /** The first offset the partition still has. */
    long begin(TopicPartition partition) {
        try {
            return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        } catch (KafkaException e) {
            throw explain("find where " + partition + " begins", e);
        }
    }

    /**
     * Visits the records from the first offset up to, without, the other. Those that are committed but not yet visible
     * (the brokers write the markers after they have confirmed the commit) are waited for.
     *
     * @throws TidemarkException RETRY when Kafka is away or the records do not become visible
     */
    void read(TopicPartition partition, long from, long to, Visitor visitor) {
        try {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long position = from;
            long standsStillSince = System.nanoTime();
            while (position < to) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                    if (record.offset() < to) {
                        visitor.visit(record);
                    }
                }
                // It moves past compacted records and transaction markers too, so this ends.
                long now = consumer.position(partition);
                if (now > position) {
                    position = now;
                    standsStillSince = System.nanoTime();
                } else if (System.nanoTime() - standsStillSince > patience.toNanos()) {
                    throw new TidemarkException(
                            Category.RETRY,
                            partition + " cannot be read from offset " + position + " up to " + to
                                    + ": Kafka is away, a"
                                    + " transaction is still open there, or the topic was made anew");
                }
            }
        } catch (KafkaException e) {
            throw explain("read " + partition, e);
        }
    }

    private static TidemarkException explain(String what, KafkaException e) {
        if (e instanceof InterruptException) {
            Thread.currentThread().interrupt();
        }
        boolean refused = e instanceof AuthenticationException || e instanceof AuthorizationException;
        return new TidemarkException(
                refused ? Category.FATAL : Category.RETRY,
                "Kafka does not let the capture " + what + " (" + e.getClass().getSimpleName() + ": "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")"
                        + (refused ? ": check its credentials and its rights on topics" : ""),
                e);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
