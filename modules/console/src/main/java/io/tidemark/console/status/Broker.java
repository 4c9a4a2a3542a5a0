package io.tidemark.console.status;

import io.tidemark.console.status.PipelineStatus.Sink;
import io.tidemark.model.TableName;
import io.tidemark.model.position.Progress;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the broker says of a pipeline.
 *
 * @param topics the table topics that exist
 * @param missing topics that should exist and do not
 * @param committed the sink's committed offsets
 * @param sink the sink's group
 * @param progress the newest that the capture has stated; null before the first
 * @param deadLetterEnd the sum of the ends of the dead-letter topic's partitions
 */
record Broker(
        List<TableTopic> topics,
        List<String> missing,
        Map<TopicPartition, Long> committed,
        Sink sink,
        @Nullable Progress progress,
        long deadLetterEnd) {

    Broker {
        topics = List.copyOf(topics);
        missing = List.copyOf(missing);
        committed = Map.copyOf(committed);
    }

    /**
     * A topic.
     *
     * @param id as Kafka prints it
     * @param ends by partition, the offset after the last record of a committed transaction and its marker
     */
    record TableTopic(String topic, TableName table, String id, List<Long> ends) {

        TableTopic {
            ends = List.copyOf(ends);
        }
    }
}
