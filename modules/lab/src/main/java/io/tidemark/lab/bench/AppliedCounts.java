package io.tidemark.lab.bench;

import io.tidemark.concurrent.Retries;
import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.GraphWriter;
import io.tidemark.graphstore.RetryListener;
import io.tidemark.lab.pipeline.Pipeline;
import io.tidemark.model.TableName;
import io.tidemark.model.position.Watermark;
import java.util.List;
import java.util.stream.IntStream;

/** How far the graph is, by its own word: the watermarks, which commit with the changes they speak of. */
final class AppliedCounts {

    private final GraphWriter store;
    private final Pipeline pipeline;
    private final List<String> topics;
    private final List<Integer> partitions;

    AppliedCounts(Graph graph, Pipeline pipeline) {
        this.pipeline = pipeline;
        this.store = graph.writer(
                pipeline.settings().mapping(),
                pipeline.settings().prefix(),
                new Retries(() -> true),
                RetryListener.NONE);
        this.topics = pipeline.settings().mapping().tables().stream()
                .map(pipeline.topics()::table)
                .toList();
        this.partitions =
                IntStream.range(0, pipeline.settings().partitions()).boxed().toList();
    }

    long all() {
        return sum(store.watermarks(topics, partitions));
    }

    long of(TableName table) {
        return sum(watermarks(table));
    }

    /** One table's, those that are there. */
    List<Watermark> watermarks(TableName table) {
        return store.watermarks(List.of(pipeline.topics().table(table)), partitions);
    }

    private static long sum(List<Watermark> watermarks) {
        return watermarks.stream().mapToLong(Watermark::changes).sum();
    }
}
