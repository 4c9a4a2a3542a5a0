package io.tidemark.capture.resume;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the capture goes on after a restart; it lies in the progress topic, in the same Kafka transaction as the rows up to
 * it.
 *
 * @param batch names the batch it was published with, different for every batch: tells whether a commit whose answer was
 *     lost went through
 * @param source what was read
 * @param position how far
 * @param ends by table topic, for each partition: the offset of the last record; -1 where there is none
 */
public record ResumePoint(String batch, Source source, Position position, Map<String, List<Long>> ends) {

    /** The key of its records in the progress topic. */
    public static final String KEY = "resume-point";

    public ResumePoint {
        ends = Map.copyOf(ends);
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
