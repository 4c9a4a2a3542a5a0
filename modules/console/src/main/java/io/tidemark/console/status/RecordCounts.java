package io.tidemark.console.status;

import io.tidemark.events.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts records, which offsets do not: every transaction leaves a marker in each partition it wrote to, and compaction leaves
 * holes. So a graph that has everything would seem to lag by a record a partition for ever. Short stretches are read and counted;
 * a stretch that is longer than {@link #LONGEST} offsets is taken for as many records, since reading it every second would be
 * a load of its own. What was counted is kept, so while a sink stands still only what is new is read. A user who may not read the
 * topics, as ops/kafka/acls.sh has it for the console, gets offsets.
 */
final class RecordCounts
        implements PartReader<Map<TopicPartition, RecordCounts.Stretch>, Map<TopicPartition, RecordCounts.Count>> {

    /** In offsets of one partition. */
    static final long LONGEST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(RecordCounts.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final KafkaSettings kafka;
    private final Map<TopicPartition, PartitionCount> tallies = new HashMap<>();
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private boolean mayRead = true;

    RecordCounts(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** Offsets of a partition: from the first that is not applied to its end, exclusive. */
    record Stretch(long from, long to) {

        Stretch {
            from = Math.min(from, to);
        }
    }

    /**
     * Of a partition.
     *
     * @param waiting records in the stretch
     * @param changes row changes that were written since this reader first looked; a delete's tombstone is none
     */
    record Count(long waiting, long changes) {}

    @Override
    public Map<TopicPartition, Count> read(Map<TopicPartition, Stretch> stretches) {
        Map<TopicPartition, PartitionCount> fresh = new HashMap<>();
        Map<TopicPartition, PartitionCount> unread = new HashMap<>();
        stretches.forEach((partition, stretch) -> {
            PartitionCount tally = PartitionCount.after(tallies.get(partition), stretch);
            fresh.put(partition, tally);
            if (tally.begin() < stretch.to()) {
                unread.put(partition, tally);
            }
        });
        if (!unread.isEmpty() && mayRead) {
            try {
                count(unread);
            } catch (AuthorizationException e) {
                // asked once: a refusal a second would fill the log, and the broker's
                mayRead = false;
                close();
                LOG.warn(
                        "this user may not read the tables' topics: offsets are taken for records ({})",
                        e.getMessage());
            }
        }
        if (!mayRead) {
            unread.values().forEach(PartitionCount::giveUp);
        }
        tallies.clear();
        tallies.putAll(fresh);
        Map<TopicPartition, Count> counts = new HashMap<>();
        fresh.forEach((partition, tally) -> counts.put(partition, tally.count()));
        return counts;
    }

    private void count(Map<TopicPartition, PartitionCount> unread) {
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open == null) {
            open = KafkaClients.consumer(kafka);
            consumer = open;
        }
        open.assign(unread.keySet());
        open.resume(unread.keySet());
        for (Map.Entry<TopicPartition, PartitionCount> each : unread.entrySet()) {
            open.seek(each.getKey(), each.getValue().begin());
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<TopicPartition, PartitionCount> left = new HashMap<>(unread);
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            for (ConsumerRecord<byte[], byte[]> each : open.poll(POLL)) {
                PartitionCount tally = left.get(new TopicPartition(each.topic(), each.partition()));
                if (tally != null) {
                    tally.add(each.offset(), each.value() != null);
                }
            }
            KafkaConsumer<byte[], byte[]> reading = open;
            left.entrySet()
                    .removeIf(each ->
                            reading.position(each.getKey()) >= each.getValue().end());
            open.pause(unread.keySet().stream()
                    .filter(partition -> !left.containsKey(partition))
                    .toList());
        }
        left.values().forEach(PartitionCount::giveUp);
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
