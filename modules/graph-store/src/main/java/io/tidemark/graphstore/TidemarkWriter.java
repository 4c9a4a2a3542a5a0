package io.tidemark.graphstore;

import io.tidemark.model.position.Watermark;
import java.util.List;
import java.util.Map;

/** What the sink needs of the graph's tidemark. Implementations are thread-safe. */
public interface TidemarkWriter {

    /**
     * Writes the newest progress that the graph has reached, in one transaction with how far the progress partition was
     * read. Waits as long as the graph is away or busy.
     *
     * @param expected where the caller left the progress partition
     * @param pending in the order in which it was read
     * @param topicIds the ids of all topics that are applied to this graph; a watermark of another id counts as nothing
     */
    TidemarkOutcome advance(Watermark expected, List<ReadProgress> pending, Map<String, String> topicIds);

    /**
     * Takes the tidemark away, and the progress partition's watermark with it, where the graph's watermarks do not reach
     * what it states: a part of the graph was removed or replaced. Waits as {@link #advance} does.
     *
     * @return whether it was taken away
     */
    boolean withdrawIfAhead(Map<String, String> topicIds);
}
