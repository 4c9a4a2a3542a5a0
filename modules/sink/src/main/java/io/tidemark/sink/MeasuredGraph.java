package io.tidemark.sink;

import io.tidemark.graphstore.Flush;
import io.tidemark.graphstore.GraphWriter;
import io.tidemark.graphstore.Outcome;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.position.Watermark;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A graph whose flushes are counted and timed, and that knows whether it is being waited for. Thread-safe. */
final class MeasuredGraph implements GraphWriter {

    private final GraphWriter graph;
    private final SinkMetrics metrics;

    /** When each thread began what it waits for. */
    private final Map<Thread, Long> underWay = new ConcurrentHashMap<>();

    MeasuredGraph(GraphWriter graph, SinkMetrics metrics) {
        this.graph = graph;
        this.metrics = metrics;
    }

    /** For how long the oldest flush has been under way; zero when there is none. */
    Duration longestFlush() {
        long now = System.nanoTime();
        return Duration.ofNanos(
                underWay.values().stream().mapToLong(began -> now - began).max().orElse(0));
    }

    @Override
    public Outcome apply(Flush flush) {
        return measured(flush, () -> graph.apply(flush));
    }

    @Override
    public Outcome applyOnce(Flush flush) {
        return measured(flush, () -> graph.applyOnce(flush));
    }

    private Outcome measured(Flush flush, Supplier<Outcome> work) {
        long began = System.nanoTime();
        underWay.put(Thread.currentThread(), began);
        try {
            Outcome outcome = work.get();
            if (outcome instanceof Outcome.Applied) {
                metrics.applied(flush, Duration.ofNanos(System.nanoTime() - began));
            }
            return outcome;
        } finally {
            underWay.remove(Thread.currentThread());
        }
    }

    @Override
    public Optional<TidemarkException> refusal(List<RowChange> changes) {
        return graph.refusal(changes);
    }

    @Override
    public List<Watermark> watermarks(Collection<String> topics, Collection<Integer> partitions) {
        return graph.watermarks(topics, partitions);
    }

    @Override
    public void awaitNoHold() {
        graph.awaitNoHold();
    }
}
