package io.tidemark.sink;

import io.tidemark.graphstore.Flush;
import io.tidemark.graphstore.WatermarkAdvance;
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
 * What one task has read and the graph does not hold yet: the latest change per table and key with the record it came
 * from, and per partition how far it was read. One thread.
 */
final class ChangeBuffer {

    private final Map<Row, Entry> rows = new LinkedHashMap<>();
    private final Map<TopicPartition, Reach> reaches = new HashMap<>();
    private boolean moved;
    private long weight;

    private record Row(TableName table, RowKey key) {}

    /** The latest change of a row, and the record it came from. */
    record Entry(RowChange change, ReadRecord origin) {}

    /** How far one partition is: in the graph, and read. */
    private static final class Reach {

        private Watermark applied;
        private long offset;
        private long changes;
        private long recordMillis;

        Reach(Watermark applied) {
            this.applied = applied;
            this.offset = applied.offset();
            this.changes = applied.changes();
            this.recordMillis = applied.recordMillis();
        }

        Watermark read() {
            return new Watermark(
                    applied.topic(), applied.topicId(), applied.partition(), offset, changes, recordMillis);
        }
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

    /** Where this task left the graph, for each partition. */
    List<Watermark> left() {
        return reaches.values().stream().map(reach -> reach.applied).toList();
    }

    /** Takes one record's change; the later of one key wins. A tombstone repeats the delete before it and does not count. */
    void add(ReadRecord origin, RowChange change) {
        Reach reach = pass(origin);
        reach.changes += origin.value() == null ? 0 : 1;
        Entry before = rows.put(new Row(change.table(), change.key()), new Entry(change, origin));
        weight += BatchLimit.weight(origin) - (before == null ? 0 : BatchLimit.weight(before.origin()));
    }

    /** Goes past a record that says nothing to the graph. */
    void skip(ReadRecord record) {
        pass(record);
    }

    private Reach pass(ReadRecord record) {
        Reach reach = reach(record.partition());
        reach.offset = record.offset();
        reach.recordMillis = record.timestamp();
        moved = true;
        return reach;
    }

    /** Whether the graph is as far as what was read. */
    boolean isEmpty() {
        return !moved;
    }

    /** Rows, each counted once. */
    int size() {
        return rows.size();
    }

    /** What its rows count together, see {@link BatchLimit}. */
    long weight() {
        return weight;
    }

    /** The rows in the order in which they were first read. */
    List<Entry> entries() {
        return List.copyOf(rows.values());
    }

    /** Takes a row out, not how far was read. */
    void remove(Entry entry) {
        if (rows.remove(new Row(entry.change().table(), entry.change().key())) != null) {
            weight -= BatchLimit.weight(entry.origin());
        }
    }

    /** Everything in here; the buffer is not empty. */
    Flush flush() {
        List<WatermarkAdvance> advances = new ArrayList<>();
        for (Reach reach : reaches.values()) {
            if (reach.offset > reach.applied.offset()) {
                advances.add(new WatermarkAdvance(reach.applied, reach.read()));
            }
        }
        return new Flush(advances, rows.values().stream().map(Entry::change).toList());
    }

    /** The graph holds everything in here. */
    void applied() {
        reaches.values().forEach(reach -> reach.applied = reach.read());
        rows.clear();
        weight = 0;
        moved = false;
    }

    /** Forgets everything. */
    void forget() {
        reaches.clear();
        rows.clear();
        weight = 0;
        moved = false;
    }

    private Reach reach(TopicPartition partition) {
        Reach reach = reaches.get(partition);
        if (reach == null) {
            throw new IllegalStateException(partition + " was not started");
        }
        return reach;
    }
}
