package io.tidemark.sink;

import io.tidemark.concurrent.Retries;
import io.tidemark.events.KafkaCalls;
import io.tidemark.graphstore.GraphWriter;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Watermark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The graph decides where to read. Consumer offsets in Kafka mean nothing here: Streams may commit them before the graph
 * holds the records. Thread-safe.
 */
final class StartingPoint {

    private static final Logger LOG = LoggerFactory.getLogger(StartingPoint.class);

    private final Admin admin;
    private final GraphWriter graph;
    private final Retries retries;
    private final InputPositions positions;
    private final Retention retention;

    StartingPoint(Admin admin, GraphWriter graph, Retries retries, InputPositions positions) {
        this.admin = admin;
        this.graph = graph;
        this.retries = retries;
        this.positions = positions;
        this.retention = new Retention(admin);
    }

    /**
     * Sends the consumer to what follows the graph's watermarks, and to the beginning where there is none. Waits while a
     * hold lies on the graph.
     *
     * @throws TidemarkException FATAL when a topic is missing, was re-created or has lost records
     */
    void seek(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        if (assigned.isEmpty()) {
            return;
        }
        graph.awaitNoHold();
        Set<String> topics = assigned.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        Map<String, String> topicIds = topicIds(topics);
        Map<TopicPartition, Watermark> known = new HashMap<>();
        Set<Integer> partitions =
                assigned.stream().map(TopicPartition::partition).collect(Collectors.toSet());
        for (Watermark watermark : graph.watermarks(topics, partitions)) {
            known.put(new TopicPartition(watermark.topic(), watermark.partition()), watermark);
        }
        Map<TopicPartition, Long> starts = offsets(() -> consumer.beginningOffsets(assigned));
        Map<TopicPartition, Long> ends = offsets(() -> consumer.endOffsets(assigned));
        for (TopicPartition partition : assigned) {
            Watermark nothing = Watermark.nothing(
                    partition.topic(), topicIds.getOrDefault(partition.topic(), ""), partition.partition());
            Watermark watermark = known.getOrDefault(partition, nothing);
            GraphWriter.requireSameTopic(watermark, nothing);
            long end = ends.getOrDefault(partition, Long.MAX_VALUE);
            requireNotBeyond(partition, watermark, end);
            long from = from(partition, watermark, starts.getOrDefault(partition, 0L));
            positions.startsAt(partition, watermark);
            consumer.seek(partition, from);
            if (from < end) {
                retention.warnIfOutlived(watermark, System.currentTimeMillis());
            }
            LOG.info("{} is read from offset {}: the graph is at {}", partition, from, watermark.offset());
        }
    }

    /** Waits for partitions without a leader. */
    private Map<TopicPartition, Long> offsets(Supplier<Map<TopicPartition, Long>> asked) {
        return retries.untilDone(() -> {
            try {
                return asked.get();
            } catch (RetriableException away) {
                throw new TidemarkException(
                        Category.RETRY,
                        "Kafka does not say where partitions begin and end: " + away.getMessage(),
                        away);
            }
        });
    }

    /**
     * The ids of the topics.
     *
     * @throws TidemarkException FATAL when one is missing
     */
    Map<String, String> topicIds(Collection<String> topics) {
        return retries.untilDone(() -> topicIdsNow(topics));
    }

    /**
     * The same without waiting.
     *
     * @throws TidemarkException FATAL when one is missing, RETRY when Kafka does not answer
     */
    Map<String, String> topicIdsNow(Collection<String> topics) {
        Set<String> there = KafkaCalls.get("list topics", admin.listTopics().names());
        List<String> missing = new ArrayList<>(topics);
        missing.removeAll(there);
        if (!missing.isEmpty()) {
            throw new TidemarkException(
                    Category.FATAL,
                    "Kafka has no topic " + String.join(", ", missing)
                            + ": run ./tidemark setup, or correct TIDEMARK_PREFIX");
        }
        Map<String, TopicDescription> described =
                KafkaCalls.get("describe topics", admin.describeTopics(topics).allTopicNames());
        return described.values().stream()
                .collect(Collectors.toMap(
                        TopicDescription::name, topic -> topic.topicId().toString()));
    }

    /** What it means that a place which was read from is not in a topic any more. */
    TidemarkException whyOutOfRange(InvalidOffsetException outOfRange) {
        for (TopicPartition partition : outOfRange.partitions()) {
            Map<String, String> now = topicIds(Set.of(partition.topic()));
            Watermark started = positions.start(partition);
            Watermark there = Watermark.nothing(
                    partition.topic(), now.getOrDefault(partition.topic(), "none"), partition.partition());
            try {
                GraphWriter.requireSameTopic(started, there);
            } catch (TidemarkException another) {
                return another;
            }
        }
        return new TidemarkException(
                Category.FATAL,
                "Kafka no longer has the records that come next in "
                        + outOfRange.partitions().stream()
                                .map(TopicPartition::toString)
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ": they were deleted or lost; start the sink again, and run a repair or a rebuild",
                outOfRange);
    }

    /** Where reading begins: behind the watermark, or where the topic begins by now. */
    static long from(TopicPartition partition, Watermark watermark, long start) {
        long next = watermark.offset() + 1;
        if (next >= start) {
            return next;
        }
        if (watermark.offset() >= 0) {
            LOG.warn(
                    "{} starts at offset {} by now, the graph is at {}: deletes may be gone; run a repair or a rebuild",
                    partition,
                    start,
                    watermark.offset());
        }
        return start;
    }

    static void requireNotBeyond(TopicPartition partition, Watermark watermark, long end) {
        if (watermark.offset() >= end) {
            throw new TidemarkException(
                    Category.FATAL,
                    partition + " ends at offset " + end + ", but the graph holds changes up to " + watermark.offset()
                            + ": Kafka has lost records; to start over, clear the graph");
        }
    }
}
