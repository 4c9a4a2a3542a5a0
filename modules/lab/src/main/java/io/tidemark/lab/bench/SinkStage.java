package io.tidemark.lab.bench;

import io.tidemark.graphstore.Graph;
import io.tidemark.lab.pipeline.Pipeline;
import io.tidemark.lab.pipeline.Wait;
import io.tidemark.lab.social.SocialGraph;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Full topics to an empty graph, without a capture. A change counts when its watermark is in the graph. */
final class SinkStage {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final SocialGraph graph;
    private final Pipeline pipeline;
    private final PeakMemory memory;
    private final AppliedCounts applied;

    SinkStage(SocialGraph graph, Pipeline pipeline, Graph opened, PeakMemory memory) {
        this.graph = graph;
        this.pipeline = pipeline;
        this.memory = memory;
        this.applied = new AppliedCounts(opened, pipeline);
    }

    /** A new process that reads everything; it is timed from its first flush on, and from its start. */
    List<Rate> run(String part) throws InterruptedException {
        long rows = (long) graph.names().size() + graph.edges().size();
        Steps steps = new Steps(applied::all);
        long start = System.nanoTime();
        pipeline.startSink();
        try {
            Wait wait = new Wait(pipeline, "sink", LOOK_EVERY);
            wait.until(steps, 1);
            long first = System.nanoTime();
            long before = steps.last();
            wait.until(steps, graph.names().size());
            long middle = System.nanoTime();
            long between = steps.last();
            wait.until(steps, rows);
            long end = System.nanoTime();
            memory.look(pipeline);
            return List.of(
                    Rate.between(Rate.SINK, part, rows - before, first, end),
                    Rate.between(Rate.SINK, part + ": about the users", between - before, first, middle),
                    Rate.between(Rate.SINK, part + ": the rest", rows - between, middle, end),
                    Rate.between(Rate.SINK, part + ": with the start of the JVM", rows, start, end),
                    new Rate(
                            Rate.SINK,
                            part + ": a flush on average",
                            rows / steps.count(),
                            (end - first) / 1e9 / steps.count()));
        } finally {
            pipeline.stopSink();
        }
    }

    /** Counts how often the number has grown: a flush each, as long as flushes take longer than looking. */
    private static final class Steps implements LongSupplier {

        private final LongSupplier source;
        private long last;
        private long count;

        Steps(LongSupplier source) {
            this.source = source;
        }

        @Override
        public long getAsLong() {
            long now = source.getAsLong();
            count += now > last ? 1 : 0;
            last = now;
            return now;
        }

        long last() {
            return last;
        }

        long count() {
            return Math.max(1, count);
        }
    }
}
