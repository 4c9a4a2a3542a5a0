package io.tidemark.graphstore;

import io.tidemark.model.position.Watermark;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;

/** How far the graph is, as Cypher. Pure. */
final class WatermarkStatements {

    private static final int UNKNOWN = -1;

    private static final String FIELDS = "w.topic AS topic, w.topicId AS topicId, w.partition AS partition,"
            + " w.offset AS offset, w.changes AS changes, w.recordMillis AS recordMillis";

    /** {@code $topics}, {@code $partitions}. */
    static final String LOAD = "MATCH (w:TidemarkWatermark)\n"
            + "WHERE w.topic IN $topics AND w.partition IN $partitions\n"
            + "RETURN " + FIELDS;

    /** {@code $topics}: all their partitions. */
    static final String LOAD_ALL = "MATCH (w:TidemarkWatermark)\n" + "WHERE w.topic IN $topics\n" + "RETURN " + FIELDS;

    /** {@code $start}: all partitions of all topics whose names begin with it. */
    static final String LOAD_PIPELINE =
            "MATCH (w:TidemarkWatermark)\n" + "WHERE w.topic STARTS WITH $start\n" + "RETURN " + FIELDS;

    /**
     * {@code $rows}: takes the exclusive locks of the watermarks, in this order, making those that are missing. The
     * label they have already is set for the lock it takes (see {@link ElementStatements}).
     */
    static final String LOCK = """
            UNWIND $rows AS row
            MERGE (w:TidemarkWatermark {topic: row.topic, partition: row.partition})
            ON CREATE SET w.topicId = row.topicId, w.offset = -1, w.changes = 0
            SET w:TidemarkWatermark""";

    /**
     * {@code $rows}, locked by {@link #LOCK} before: says what was there and advances it; and whether a hold lies on the
     * pipeline, which is read here because the locks must be held by then (see {@link Holds}).
     */
    static final String SWAP = "UNWIND $rows AS row\n"
            + "MATCH (w:TidemarkWatermark {topic: row.topic, partition: row.partition})\n"
            + "WITH w, row, " + FIELDS + ",\n"
            + "  EXISTS { MATCH (h:TidemarkHold) WHERE row.topic STARTS WITH h.prefix + '.' } AS held\n"
            + "SET w.offset = row.offset, w.changes = row.changes, w.recordMillis = row.recordMillis\n"
            + "RETURN topic, topicId, partition, offset, changes, recordMillis, held";

    private WatermarkStatements() {}

    /** The rows of {@link #LOCK} and {@link #SWAP}. */
    static Value rows(List<WatermarkAdvance> advances) {
        return Values.value(advances.stream()
                .map(WatermarkAdvance::next)
                .map(WatermarkStatements::row)
                .toList());
    }

    static Map<String, Object> row(Watermark next) {
        return Map.of(
                "topic", next.topic(),
                "topicId", next.topicId(),
                "partition", next.partition(),
                "offset", next.offset(),
                "changes", next.changes(),
                "recordMillis", next.recordMillis());
    }

    static Watermark watermark(Record row) {
        return new Watermark(
                row.get("topic").asString(),
                row.get("topicId").asString(),
                row.get("partition").asInt(),
                row.get("offset").asLong(),
                row.get("changes").asLong(),
                row.get("recordMillis").asLong(UNKNOWN));
    }
}
