package io.tidemark.graphstore;

import io.tidemark.model.position.Watermark;

/**
 * One partition's watermark as it is and as it becomes: from where the caller left the graph to where its changes end.
 *
 * @param expected what the graph must still say; offset -1 and no changes where it says nothing yet
 * @param next what it says afterwards; of the same topic, topic id and partition
 */
public record WatermarkAdvance(Watermark expected, Watermark next) {

    public WatermarkAdvance {
        boolean samePartition = expected.topic().equals(next.topic()) && expected.partition() == next.partition();
        if (!samePartition || !expected.topicId().equals(next.topicId())) {
            throw new IllegalArgumentException("an advance stays on its partition: " + expected + " to " + next);
        }
        if (next.offset() <= expected.offset()) {
            throw new IllegalArgumentException("an advance goes forward: " + expected + " to " + next);
        }
    }

    /** The topic, partition and offsets that it covers, for messages. */
    @Override
    public String toString() {
        return next.topic() + "-" + next.partition() + " offsets " + (expected.offset() + 1) + ".." + next.offset();
    }
}
