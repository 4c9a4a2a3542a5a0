package io.tidemark.console.status;

import io.tidemark.events.KafkaSettings;
import io.tidemark.events.ProgressRecord;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Progress;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Follows the progress topic from near its end. Used by one thread. */
final class ProgressTail implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How far back the newest progress is looked for, in offsets: that topic holds resume points and markers as well. */
    private static final List<Long> BACK = List.of(64L, 4_096L, Long.MAX_VALUE);

    private final KafkaSettings kafka;
    private final TopicPartition partition;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable Progress newest;

    ProgressTail(KafkaSettings kafka, String topic) {
        this.kafka = kafka;
        this.partition = new TopicPartition(topic, 0);
    }

    /**
     * The newest progress; null before the first.
     *
     * @throws TidemarkException RETRY when Kafka is away
     */
    @Nullable
    Progress read() {
        try {
            KafkaConsumer<byte[], byte[]> open = consumer;
            if (open == null) {
                open = KafkaClients.consumer(kafka);
                consumer = open;
                open.assign(List.of(partition));
                open.seekToBeginning(List.of(partition));
                newest = null;
            }
            long end = open.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            if (newest == null || open.position(partition) > end) {
                newest = null;
                search(open, end);
            } else {
                follow(open, end);
            }
            return newest;
        } catch (KafkaException e) {
            throw new TidemarkException(
                    Category.RETRY, "Kafka failed to give the progress in " + partition + ": " + e.getMessage(), e);
        }
    }

    private void search(KafkaConsumer<byte[], byte[]> open, long end) {
        long beginning = open.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        for (long back : BACK) {
            long start = Math.max(beginning, end - back);
            open.seek(partition, start);
            follow(open, end);
            if (newest != null || start == beginning) {
                return;
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> open, long end) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (open.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> kept : open.poll(POLL)) {
                if (ProgressRecord.isKey(kept.key()) && kept.value() != null) {
                    newest = ProgressRecord.parse(kept.value());
                }
            }
            if (System.nanoTime() - deadline > 0) {
                throw new TidemarkException(
                        Category.RETRY, "Kafka gives no records of " + partition + ": see that its broker runs");
            }
        }
    }

    @Override
    public void close() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        consumer = null;
        if (open != null) {
            KafkaClients.close(open);
        }
    }
}
