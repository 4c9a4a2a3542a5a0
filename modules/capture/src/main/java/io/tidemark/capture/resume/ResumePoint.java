package io.tidemark.capture.resume;

import io.tidemark.model.position.Filling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the capture resumes after a restart; it is in the progress topic, in the same Kafka transaction as the rows up to
 * it.
 *
 * @param batch names the batch it was published with, different for every batch: tells whether a commit whose answer was
 *     lost went through
 * @param source what was read
 * @param position how far
 * @param ends by table topic, for each partition: the offset of the last record; -1 where there is none
 * @param keySchemas by table topic: the registry's id of the key's schema, which is a part of every key
 * @param fills by table: those of which not all rows are in the topics yet
 */
public record ResumePoint(
        String batch,
        Source source,
        Position position,
        Map<String, List<Long>> ends,
        Map<String, Integer> keySchemas,
        Map<String, Fill> fills) {

    /** The key of its records in the progress topic. */
    public static final String KEY = "resume-point";

    public ResumePoint {
        ends = Map.copyOf(ends);
        keySchemas = Map.copyOf(keySchemas);
        fills = Map.copyOf(fills);
    }

    /** Of tables that are all filled. */
    public ResumePoint(
            String batch,
            Source source,
            Position position,
            Map<String, List<Long>> ends,
            Map<String, Integer> keySchemas) {
        this(batch, source, position, ends, keySchemas, Map.of());
    }

    /** Before the first key was written. */
    public ResumePoint(String batch, Source source, Position position, Map<String, List<Long>> ends) {
        this(batch, source, position, ends, Map.of());
    }

    /** The point at which a snapshot starts: keys with nothing behind what the topics hold now are swept after it. */
    public static ResumePoint ofSnapshot(Source source, Map<String, List<Long>> ends, Map<String, Integer> keySchemas) {
        Map<String, List<Long>> sweepBelow =
                ends.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, topic -> next(topic.getValue())));
        return new ResumePoint(
                UUID.randomUUID().toString(), source, new Position.Snapshot(sweepBelow), ends, keySchemas);
    }

    /** The same with these ids of key schemas. */
    public ResumePoint with(Map<String, Integer> otherKeySchemas) {
        return new ResumePoint(batch, source, position, ends, otherKeySchemas, fills);
    }

    /** The same of this source. */
    public ResumePoint with(Source otherSource) {
        return new ResumePoint(batch, otherSource, position, ends, keySchemas, fills);
    }

    /** The same with a table that is this far. */
    public ResumePoint with(String table, Fill fill) {
        Map<String, Fill> others = new HashMap<>(fills);
        others.put(table, fill);
        return new ResumePoint(batch, source, position, ends, keySchemas, others);
    }

    /** The same with a table that is filled. */
    public ResumePoint filled(String table) {
        Map<String, Fill> others = new HashMap<>(fills);
        others.remove(table);
        return new ResumePoint(batch, source, position, ends, keySchemas, others);
    }

    /** The tables that are being filled, sorted. */
    public List<Filling> filling() {
        return new TreeMap<>(fills)
                .entrySet().stream()
                        .map(fill -> fill.getValue().of(fill.getKey()))
                        .toList();
    }

    /** For each partition of a table topic: the offset behind the last record. */
    public List<Long> nextOffsets(String topic) {
        return next(ends.getOrDefault(topic, List.of()));
    }

    /** For each partition: the offset behind the last. */
    public static List<Long> next(List<Long> last) {
        return last.stream().map(offset -> offset + 1).toList();
    }

    /** Each batch has a name of its own, so that the name alone tells. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResumePoint point && point.batch.equals(batch);
    }

    @Override
    public int hashCode() {
        return batch.hashCode();
    }
}
