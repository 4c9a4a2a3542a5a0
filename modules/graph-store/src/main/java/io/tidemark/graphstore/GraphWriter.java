package io.tidemark.graphstore;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.position.Watermark;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the sink needs of the graph. Implementations are thread-safe. */
public interface GraphWriter {

    /**
     * Brings the changes and how far they reach into the graph in one transaction, or nothing. Waits as long as the
     * graph is away or busy.
     *
     * @throws TidemarkException DEAD_LETTER when a row can never be stored, FATAL when going on would falsify the graph,
     *     RETRY when told to stop while waiting. The graph is as it was
     */
    Outcome apply(Flush flush);

    /** As {@link #apply}, but gives up with RETRY after one attempt. */
    Outcome applyOnce(Flush flush);

    /**
     * Tries whether Neo4j takes these changes, and takes them back. Waits as {@link #apply} does.
     *
     * @return why it does not take them, with category DEAD_LETTER; empty when it does
     */
    Optional<TidemarkException> refusal(List<RowChange> changes);

    /** How far the graph is, for those of the partitions it knows. Waits as {@link #apply} does. */
    List<Watermark> watermarks(Collection<String> topics, Collection<Integer> partitions);

    /**
     * Returns when no hold lies on the pipeline, at once or after it was lifted; by then the graph says which mapping it is written
     * with, see {@link WrittenMappings}.
     */
    void awaitNoHold();

    /**
     * Refuses a watermark of a topic that was deleted and recreated: its offsets mean other records.
     *
     * @throws TidemarkException FATAL when the topic ids differ
     */
    static void requireSameTopic(Watermark inGraph, Watermark inKafka) {
        if (!inGraph.topicId().equals(inKafka.topicId())) {
            throw new TidemarkException(
                    Category.FATAL,
                    "topic " + inKafka.topic() + " was re-created: its id is " + inKafka.topicId()
                            + ", the graph holds changes of " + inGraph.topicId()
                            + ": to start over, clear the graph, and fill the topic with ./tidemark capture --resnapshot");
        }
    }
}
