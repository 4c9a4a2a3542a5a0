package io.tidemark.graphstore;

import io.tidemark.model.position.Watermark;
import java.util.List;

/** How a flush ended. */
public sealed interface Outcome {

    /** The graph holds the changes, and says so. */
    record Applied() implements Outcome {}

    /**
     * Nothing was written: the graph is not where the caller left it. Another writer has the partition, or the graph
     * was cleared or restored. The caller forgets what it gathered and reads on from what the graph says.
     *
     * @param actual what the graph says for the partitions of the flush; offset -1 where it says nothing
     */
    record Moved(List<Watermark> actual) implements Outcome {}

    /**
     * Nothing was written: a hold lies on the graph. The caller forgets what it gathered, waits until the hold is
     * lifted and reads on from what the graph says then.
     */
    record Held() implements Outcome {}
}
