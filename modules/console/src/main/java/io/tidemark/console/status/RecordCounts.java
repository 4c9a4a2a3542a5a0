package io.tidemark.console.status;

import io.tidemark.events.KafkaSettings;
import io.tidemark.events.TopicReader;
import io.tidemark.model.TidemarkException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final KafkaSettings kafka;
    private final Map<TopicPartition, PartitionCount> counted = new HashMap<>();
    private @Nullable TopicReader reader;
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
     * @param changes row changes that were written since this reader began; a delete's tombstone is none
     */
    record Count(long waiting, long changes) {}

    @Override
    public Map<TopicPartition, Count> read(Map<TopicPartition, Stretch> stretches) {
        Map<TopicPartition, PartitionCount> fresh = new HashMap<>();
        Map<TopicPartition, PartitionCount> unread = new HashMap<>();
        stretches.forEach((partition, stretch) -> {
            PartitionCount count = PartitionCount.after(counted.get(partition), stretch);
            fresh.put(partition, count);
            if (count.begin() < stretch.to()) {
                unread.put(partition, count);
            }
        });
        if (!unread.isEmpty() && mayRead) {
            try {
                count(unread);
            } catch (TidemarkException e) {
                if (!(e.getCause() instanceof AuthorizationException refusal)) {
                    throw e;
                }
                // asked once: a refusal a second would fill the log, and the broker's
                mayRead = false;
                close();
                LOG.warn(
                        "this user may not read the tables' topics: offsets are taken for records ({})",
                        refusal.getMessage());
            }
        }
        if (!mayRead) {
            unread.values().forEach(PartitionCount::giveUp);
        }
        counted.clear();
        counted.putAll(fresh);
        Map<TopicPartition, Count> counts = new HashMap<>();
        fresh.forEach((partition, count) -> counts.put(partition, count.count()));
        return counts;
    }

    private void count(Map<TopicPartition, PartitionCount> unread) {
        TopicReader open = reader;
        if (open == null) {
            open = KafkaClients.reader(kafka);
            reader = open;
        }
        Map<TopicPartition, Long> from = new HashMap<>(open.beginnings(unread.keySet()));
        from.replaceAll((partition, beginning) ->
                Math.max(beginning, get(unread, partition).begin()));
        Map<TopicPartition, Long> to = new HashMap<>();
        unread.forEach((partition, count) -> to.put(partition, count.end()));
        open.readFor(
                        PATIENCE,
                        from,
                        to,
                        record -> get(unread, new TopicPartition(record.topic(), record.partition()))
                                .add(record.offset(), record.value() != null))
                .forEach(partition -> get(unread, partition).giveUp());
    }

    private static PartitionCount get(Map<TopicPartition, PartitionCount> counts, TopicPartition partition) {
        return Objects.requireNonNull(counts.get(partition), partition::toString);
    }

    @Override
    public void close() {
        TopicReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
