package io.tidemark.console.status;

import io.tidemark.console.status.Broker.TableTopic;
import io.tidemark.console.status.GraphPositionsReader.Positions;
import io.tidemark.console.status.RecordCounts.Stretch;
import io.tidemark.model.position.Watermark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far each partition is applied: the graph says, and while it is away, the group's committed offsets. Pure. */
final class AppliedOffsets {

    private final Broker broker;
    private final @Nullable Positions graph;
    private final Map<TopicPartition, Watermark> watermarks = new HashMap<>();

    AppliedOffsets(Broker broker, @Nullable Positions graph) {
        this.broker = broker;
        this.graph = graph;
        if (graph != null) {
            graph.watermarks()
                    .forEach(each -> watermarks.put(new TopicPartition(each.topic(), each.partition()), each));
        }
    }

    /** The offset after the last one that the graph has; null when the graph is away. */
    @Nullable
    Long applied(TableTopic topic, int partition) {
        if (graph == null) {
            return null;
        }
        Watermark watermark = watermarks.get(new TopicPartition(topic.topic(), partition));
        // a recreated topic begins at offset 0: the position in the graph belongs to the one before
        return watermark == null || !watermark.topicId().equals(topic.id()) ? 0 : watermark.offset() + 1;
    }

    /** The group's committed offset; null before the first commit. */
    @Nullable
    Long committed(TableTopic topic, int partition) {
        return broker.committed().get(new TopicPartition(topic.topic(), partition));
    }

    /** What is still to be applied, by partition. */
    Map<TopicPartition, Stretch> waiting() {
        Map<TopicPartition, Stretch> waiting = new HashMap<>();
        for (TableTopic topic : broker.topics()) {
            List<Long> ends = topic.ends();
            for (int partition = 0; partition < ends.size(); partition++) {
                waiting.put(
                        new TopicPartition(topic.topic(), partition),
                        new Stretch(from(topic, partition), ends.get(partition)));
            }
        }
        return waiting;
    }

    private long from(TableTopic topic, int partition) {
        Long applied = applied(topic, partition);
        Long committed = committed(topic, partition);
        if (applied != null) {
            return applied;
        }
        return committed == null ? 0 : committed;
    }
}
