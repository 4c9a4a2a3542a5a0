package io.tidemark.graphstore;

import io.tidemark.model.position.Filling;
import io.tidemark.model.position.Progress;
import io.tidemark.model.position.Watermark;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;

/** The tidemark as Cypher. Pure. */
final class TidemarkStatements {

    /** {@code $prefix}: takes the exclusive lock of the tidemark; makes it, for its lock, where it is missing. */
    static final String LOCK = "MERGE (t:Tidemark {prefix: $prefix}) SET t:Tidemark";

    /** {@code $prefix}: the same where there is one; says whether there is. */
    static final String LOCK_EXISTING = "MATCH (t:Tidemark {prefix: $prefix}) SET t:Tidemark RETURN count(t) AS found";

    /** {@code $prefix}, locked before. */
    static final String READ = """
            MATCH (t:Tidemark {prefix: $prefix})
            RETURN t.lsnBytes AS lsnBytes, t.lsn AS lsn, t.committedAt AS committedAt, t.ends AS ends,
              EXISTS { MATCH (:TidemarkHold {prefix: $prefix}) } AS held""";

    /** {@code $prefix}, locked before. */
    static final String WRITE = """
            MATCH (t:Tidemark {prefix: $prefix})
            SET t.lsn = $lsn, t.lsnBytes = $lsnBytes, t.committedAt = $committedAt, t.appliedAt = datetime(),
              t.ends = $ends, t.filling = $filling""";

    /** {@code $prefix}, locked before. */
    static final String WITHDRAW = "MATCH (t:Tidemark {prefix: $prefix}) DELETE t";

    /** {@code $topic}, {@code $partition} and the rest of a watermark: makes it or sets it. */
    static final String SET_WATERMARK = """
            MERGE (w:TidemarkWatermark {topic: $topic, partition: $partition})
            SET w.topicId = $topicId, w.offset = $offset, w.changes = $changes, w.recordMillis = $recordMillis""";

    /** {@code $topic}: forgets how far the progress topic was read. */
    static final String FORGET_WATERMARK = "MATCH (w:TidemarkWatermark {topic: $topic, partition: 0}) DELETE w";

    private static final char SEPARATOR = ' ';

    private TidemarkStatements() {}

    /** The parameters of {@link #WRITE}. */
    static Value write(String prefix, Progress progress) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("prefix", prefix);
        parameters.put("lsn", progress.lsn().toString());
        parameters.put("lsnBytes", progress.lsn().value());
        parameters.put("committedAt", progress.committedAt().atOffset(ZoneOffset.UTC));
        parameters.put("ends", ends(progress));
        List<String> filling = progress.filling().stream().map(Filling::table).toList();
        // null removes the property: a tidemark that covers every table has none
        parameters.put("filling", filling.isEmpty() ? null : filling);
        return Values.value(parameters);
    }

    static Value watermark(Watermark watermark) {
        return Values.value(WatermarkStatements.row(watermark));
    }

    /** What a tidemark rests on: {@code topic partition offset} of each partition that holds anything. */
    static List<String> ends(Progress progress) {
        List<String> ends = new ArrayList<>();
        progress.ends().forEach((topic, offsets) -> {
            for (int partition = 0; partition < offsets.size(); partition++) {
                if (offsets.get(partition) >= 0) {
                    ends.add(topic + SEPARATOR + partition + SEPARATOR + offsets.get(partition));
                }
            }
        });
        return ends;
    }

    /** Whether a reader that is this far has everything those ends name. */
    static boolean isReached(List<String> ends, Progress.Reach reach) {
        return ends.stream().allMatch(end -> {
            String[] parts = end.split(String.valueOf(SEPARATOR), -1);
            return reach.offset(parts[0], Integer.parseInt(parts[1])) >= Long.parseLong(parts[2]);
        });
    }
}
