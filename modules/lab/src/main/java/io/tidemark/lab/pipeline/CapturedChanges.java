package io.tidemark.lab.pipeline;

import io.tidemark.events.KafkaSettings;
import io.tidemark.events.TopicNames;
import io.tidemark.model.mapping.Mapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts the row changes in the table topics by reading them, committed ones only; tombstones, which only repeat a
 * delete, do not count. One thread of its own reads; {@link #count} may be called by any.
 */
public final class CapturedChanges implements AutoCloseable {

    private final AtomicLong count = new AtomicLong();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread reader;

    /** Starts to count from the beginning of the topics, which must exist. */
    public CapturedChanges(KafkaSettings kafka, TopicNames topics, Mapping mapping) {
        Map<String, Object> configuration = kafka.client();
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        this.consumer = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = mapping.tables().stream()
                .map(topics::table)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        this.reader = new Thread(this::read, "captured-changes");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (consumer) {
            while (true) {
                int changes = 0;
                for (ConsumerRecord<byte[], byte[]> captured : consumer.poll(Duration.ofSeconds(1))) {
                    changes += captured.value() == null ? 0 : 1;
                }
                count.addAndGet(changes);
            }
        } catch (WakeupException e) {
            // close() was called
        }
    }

    /** Row changes read so far. */
    public long count() {
        return count.get();
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
