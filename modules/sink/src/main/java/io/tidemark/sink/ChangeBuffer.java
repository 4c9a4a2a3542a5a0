package io.tidemark.sink;

import io.tidemark.graphstore.Advance;
import io.tidemark.graphstore.Flush;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.position.Watermark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What one task has read and the graph does not hold yet: the latest change per table and key, and per partition how far
 * it was read. One thread.
 */
final class ChangeBuffer {

    private final Map<Row, RowChange> changes = new LinkedHashMap<>();
    private final Map<TopicPartition, Reach> reaches = new HashMap<>();

    private record Row(TableName table, RowKey key) {}

    /** How far one partition is: in the graph, and read. */
    private static final class Reach {

        private Watermark applied;
        private long offset;
        private long changes;

        Reach(Watermark applied) {
            this.applied = applied;
            this.offset = applied.offset();
            this.changes = applied.changes();
        }

        Watermark read() {
            return new Watermark(applied.topic(), applied.topicId(), applied.partition(), offset, changes);
        }
    }

    boolean knows(TopicPartition partition) {
        return reaches.containsKey(partition);
    }

    /** The graph is at this watermark. */
    void startAt(TopicPartition partition, Watermark applied) {
        reaches.put(partition, new Reach(applied));
    }

    /** The last offset read of a partition, in the graph or here; the partition is known. */
    long offset(TopicPartition partition) {
        return reach(partition).offset;
    }

    Iterable<TopicPartition> partitions() {
        return reaches.keySet();
    }

    /**
     * Takes one record's change; the later of one key wins.
     *
     * @param counts whether this is a row change of its own (a tombstone repeats the delete before it)
     */
    void add(TopicPartition partition, long offset, RowChange change, boolean counts) {
        Reach reach = reach(partition);
        reach.offset = offset;
        reach.changes += counts ? 1 : 0;
        changes.put(new Row(change.table(), change.key()), change);
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Rows, each counted once. */
    int size() {
        return changes.size();
    }

    /** Everything in here; the buffer is not empty. */
    Flush flush() {
        List<Advance> advances = new ArrayList<>();
        for (Reach reach : reaches.values()) {
            if (reach.offset > reach.applied.offset()) {
                advances.add(new Advance(reach.applied, reach.read()));
            }
        }
        return new Flush(advances, List.copyOf(changes.values()));
    }

    /** The graph holds everything in here. */
    void applied() {
        reaches.values().forEach(reach -> reach.applied = reach.read());
        changes.clear();
    }

    /** Forgets everything. */
    void forget() {
        reaches.clear();
        changes.clear();
    }

    private Reach reach(TopicPartition partition) {
        Reach reach = reaches.get(partition);
        if (reach == null) {
            throw new IllegalStateException(partition + " was not started");
        }
        return reach;
    }
}
