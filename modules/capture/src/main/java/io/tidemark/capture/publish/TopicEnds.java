package io.tidemark.capture.publish;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last offset of each partition of the table topics; -1 where there is none. One thread. */
final class TopicEnds {

    private final Map<String, List<Long>> last = new HashMap<>();

    TopicEnds(Map<String, List<Long>> start) {
        start.forEach((topic, partitions) -> last.put(topic, new ArrayList<>(partitions)));
    }

    /**
     * A record was written; offsets of a partition come in order.
     *
     * @throws TidemarkException POSITION_LOST when it went to a topic that is not the one written to before
     */
    void written(String topic, int partition, long offset) {
        List<Long> partitions = last.get(topic);
        if (partitions == null) {
            throw new IllegalStateException("a record went to " + topic + ", which is no captured table's topic");
        }
        if (partition >= partitions.size() || offset <= partitions.get(partition)) {
            throw new TidemarkException(
                    Category.POSITION_LOST,
                    "topic " + topic
                            + " was recreated or given other partitions while it was written: it took a record"
                            + " at offset " + offset + " of partition " + partition
                            + ", which is not behind those before. Clear the graph, then fill the topic: ./tidemark"
                            + " capture --resnapshot");
        }
        partitions.set(partition, offset);
    }

    Map<String, List<Long>> toMap() {
        Map<String, List<Long>> copy = new HashMap<>();
        last.forEach((topic, partitions) -> copy.put(topic, List.copyOf(partitions)));
        return copy;
    }
}
