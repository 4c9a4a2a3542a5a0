package io.tidemark.lab.bench;

import io.tidemark.concurrent.Retries;
import io.tidemark.graphstore.Flush;
import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.GraphWriter;
import io.tidemark.graphstore.Outcome;
import io.tidemark.graphstore.RetryListener;
import io.tidemark.graphstore.WatermarkAdvance;
import io.tidemark.lab.social.SocialGraph;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.model.position.Watermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The same edges into an empty graph, once identified by their ends and once by a key of their own, without Kafka: what the sink's
 * statements alone take. One thread.
 */
final class EdgeStage {

    private static final String PREFIX = "bench_edges";
    private static final String FROM = "follower_id";
    private static final String TO = "following_id";
    private static final String SINCE = "created_at";

    /** More would say the same. */
    private static final int MOST = 200_000;

    private final Graph opened;
    private final SocialGraph graph;
    private final int batchRows;
    private int runs;

    EdgeStage(Graph opened, SocialGraph graph, int batchRows) {
        this.opened = opened;
        this.graph = graph;
        this.batchRows = batchRows;
    }

    /** Edges that their ends identify. */
    Rate byEnds(String part) {
        return run(Rate.EDGES, part, null);
    }

    /** The same edges with a key of their own. */
    Rate byKey(String part) {
        return run(Rate.KEYED_EDGES, part, "id");
    }

    private Rate run(String stage, String part, @Nullable String key) {
        Mapping mapping = mapping(key);
        opened.constraints(mapping).create();
        GraphWriter writer = opened.writer(
                mapping, PREFIX, new Retries(() -> Thread.currentThread().isInterrupted()), RetryListener.NONE);
        Watermark reached = Watermark.nothing(PREFIX + ".edges-" + runs++, "bench", 0);
        int rows = Math.min(MOST, graph.edges().size());
        long start = System.nanoTime();
        for (int from = 0; from < rows; from += batchRows) {
            int upTo = Math.min(rows, from + batchRows);
            List<RowChange> changes = new ArrayList<>(batchRows);
            for (int position = from; position < upTo; position++) {
                changes.add(change(position, key));
            }
            Watermark next = new Watermark(reached.topic(), reached.topicId(), 0, upTo - 1L, upTo);
            Outcome outcome = writer.apply(new Flush(List.of(new WatermarkAdvance(reached, next)), changes));
            if (!(outcome instanceof Outcome.Applied)) {
                throw new IllegalStateException("a flush into a graph of one's own: " + outcome);
            }
            reached = next;
        }
        return Rate.between(stage, part, rows, start, System.nanoTime());
    }

    private RowChange change(int position, @Nullable String key) {
        SocialGraph.Edge edge = graph.edges().get(position);
        String from = SocialGraph.id(edge.from()).toString();
        String to = SocialGraph.id(edge.to()).toString();
        return key == null
                ? new RowChange.Upsert(table(key), RowKey.of(from, to), Map.of(SINCE, (long) position))
                : new RowChange.Upsert(
                        table(key), RowKey.of((long) position), Map.of(FROM, from, TO, to, SINCE, (long) position));
    }

    private static Mapping mapping(@Nullable String key) {
        return new Mapping(
                List.of(new NodeMapping(TableName.parse("users"), "User", "id", List.of(), null)),
                List.of(new EdgeMapping(
                        table(key),
                        key == null ? "FOLLOWS" : "RELATES_TO",
                        key == null ? List.of() : List.of(key),
                        new EndMapping(FROM, "User"),
                        new EndMapping(TO, "User"),
                        List.of(new PropertyMapping(SINCE, SINCE)),
                        null,
                        Map.of())));
    }

    private static TableName table(@Nullable String key) {
        return TableName.parse(key == null ? "follows" : "relationships");
    }
}
