package io.tidemark.lab.pipeline;

import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.events.KafkaSettings;
import io.tidemark.events.TopicNames;
import io.tidemark.model.mapping.Mapping;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Counts the row changes in the table topics by reading them, committed ones only; tombstones, which only repeat a
 * delete, do not count. One thread of its own reads; {@link #count} may be called by any.
 */
public final class CapturedChanges implements AutoCloseable {

    private static final Duration FETCH_WAIT = Duration.ofMillis(500);

    private final AtomicLong count = new AtomicLong();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread reader;

    /** Starts to count from the beginning of the topics, which must exist. */
    public CapturedChanges(KafkaSettings kafka, TopicNames topics, Mapping mapping) {
        this.consumer = CommittedRecords.of(
                kafka, mapping.tables().stream().map(topics::table).toList(), FETCH_WAIT);
        consumer.seekToBeginning(consumer.assignment());
        this.reader = DaemonThreads.named("captured-changes", this::read);
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
