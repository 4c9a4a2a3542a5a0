package io.tidemark.lab.bench;

import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.GraphReader;
import io.tidemark.lab.pipeline.Pipeline;
import io.tidemark.lab.pipeline.Wait;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.lab.social.SocialGraph;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Postgres to graph, everything running; leaves it running. */
final class PathStage {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final SocialGraph graph;
    private final SocialDatabase database;
    private final Pipeline pipeline;
    private final PeakMemory memory;
    private final AppliedCounts applied;

    PathStage(SocialGraph graph, SocialDatabase database, Pipeline pipeline, Graph opened, PeakMemory memory) {
        this.graph = graph;
        this.database = database;
        this.pipeline = pipeline;
        this.memory = memory;
        this.applied = new AppliedCounts(opened, pipeline);
    }

    /** Loads into empty tables; timed from before the first COPY, and from its commit. */
    List<Rate> run() throws SQLException, InterruptedException {
        SourceProbe probe = new SourceProbe(pipeline.settings().database());
        probe.settle();
        pipeline.setup(line -> {});
        pipeline.startCapture();
        pipeline.startSink();
        Wait wait = new Wait(pipeline, "whole path", LOOK_EVERY);
        int probes = probe.pass(wait, applied::all);
        long rows = (long) graph.names().size() + graph.edges().size();
        long start = System.nanoTime();
        long firstCommit = database.loadUsers(graph);
        database.loadFollows(graph);
        wait.until(applied::all, probes + rows);
        long end = System.nanoTime();
        memory.look(pipeline);
        return List.of(
                Rate.between(Rate.PATH, "round 1", rows, firstCommit, end),
                Rate.between(Rate.PATH, "with the first COPY's own time", rows, start, end));
    }

    /**
     * A benchmark that lost rows would be fast.
     *
     * @throws TidemarkException FATAL when a table and its elements are not equally many
     */
    void requireSameCounts(GraphReader reader) throws SQLException {
        Map<String, Long> there = new LinkedHashMap<>();
        reader.counts().forEach((element, count) -> there.put(element.table().name(), count));
        Map<String, Long> expected = database.counts();
        if (!there.equals(expected)) {
            throw new TidemarkException(
                    Category.FATAL, "the figures mean nothing: Postgres has " + expected + ", the graph has " + there);
        }
    }
}
