package io.tidemark.lab.demo;

import io.tidemark.console.status.ConsoleSettings;
import io.tidemark.console.web.Console;
import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.GraphReader;
import io.tidemark.lab.pipeline.CapturedChanges;
import io.tidemark.lab.pipeline.FreshStack;
import io.tidemark.lab.pipeline.GraphComparison;
import io.tidemark.lab.pipeline.Pipeline;
import io.tidemark.lab.pipeline.Wait;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.lab.social.SocialGraph;
import io.tidemark.lab.social.SocialTraffic;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.RowReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One run of the demo, from an emptied folder to the end of its servers. */
final class DemoRun implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final FreshStack stack;
    private final Pipeline pipeline;
    private final PrintWriter err;
    private final Stopwatch stopwatch;

    private DemoRun(FreshStack stack, Pipeline pipeline, Stopwatch stopwatch, PrintWriter err) {
        this.stopwatch = stopwatch;
        this.stack = stack;
        this.pipeline = pipeline;
        this.err = err;
    }

    /** Empties the folder and starts the servers in it. */
    static DemoRun start(Path home, PrintWriter err) {
        Stopwatch stopwatch = new Stopwatch();
        FreshStack stack = FreshStack.start(home);
        DemoRun run = new DemoRun(stack, stack.pipeline("demo"), stopwatch, err);
        stopwatch.lap("servers");
        return run;
    }

    /** Loads, waits until the graph has caught up, compares. */
    OnceResult once(@Nullable SocialGraph graph) throws SQLException, InterruptedException {
        Map<String, Long> rows = load(graph);
        long written = rows.values().stream().mapToLong(Long::longValue).sum();
        pipeline.setup(line -> {});
        stopwatch.lap("setup");
        Mapping mapping = pipeline.settings().mapping();
        try (Graph opened = pipeline.settings().graph().connect();
                CapturedChanges captured = captured(mapping);
                Connection connection =
                        Connections.openAsApplication(pipeline.settings().database())) {
            pipeline.startCapture();
            pipeline.startSink();
            GraphReader reader = opened.reader(mapping);
            waitFor("capture").until(() -> captured.count(), written);
            stopwatch.lap("capture");
            waitFor("sink")
                    .until(() -> reader.appliedChanges(pipeline.settings().prefix()), captured.count());
            stopwatch.lap("apply");
            List<GraphComparison.TableResult> results = new ArrayList<>();
            GraphComparison comparison = new GraphComparison(new RowReader(connection), reader);
            for (ElementMapping element : mapping.elements()) {
                results.add(comparison.compare(element));
            }
            stopwatch.lap("compare");
            List<String> followers = graph == null ? reader.sourcesOf("FOLLOWS", "username", "alice") : List.of();
            return new OnceResult(
                    results,
                    written,
                    captured.count(),
                    stopwatch.laps(),
                    reader.abandonedReferences(),
                    followers,
                    skipped(graph));
        }
    }

    private static int skipped(@Nullable SocialGraph graph) {
        return graph == null ? 0 : graph.skipped();
    }

    /** Shows random traffic on its way until the process is told to end. */
    void live(@Nullable SocialGraph graph, int rate, PrintWriter out) throws SQLException, InterruptedException {
        Map<String, Long> rows = load(graph);
        pipeline.setup(line -> err.println("  " + line));
        Mapping mapping = pipeline.settings().mapping();
        try (Graph opened = pipeline.settings().graph().connect();
                CapturedChanges captured = captured(mapping);
                Connection counting =
                        Connections.openAsApplication(pipeline.settings().database());
                Connection writing =
                        Connections.openAsApplication(pipeline.settings().database());
                Console console = console()) {
            pipeline.startCapture();
            pipeline.startSink();
            SocialTraffic traffic = new SocialTraffic(writing, new Random());
            LiveView view = new LiveView(out, opened.reader(mapping), pipeline, captured, counting, console.address());
            new LiveLoop(
                            traffic,
                            rate,
                            view,
                            rows.values().stream().mapToLong(Long::longValue).sum())
                    .run();
        }
    }

    /** On its usual port, or on any when somebody has that. */
    private Console console() {
        ConsoleSettings settings = pipeline.settings().console(null);
        try {
            return Console.start(settings, Console.BindAddress.local(Console.DEFAULT_PORT));
        } catch (TidemarkException e) {
            return Console.start(settings, Console.BindAddress.local(0));
        }
    }

    private Map<String, Long> load(@Nullable SocialGraph graph) throws SQLException {
        SocialDatabase database = new SocialDatabase(pipeline.settings().database());
        database.create();
        if (graph == null) {
            database.loadSample();
        } else {
            database.load(graph);
        }
        stopwatch.lap("load");
        return database.counts();
    }

    private CapturedChanges captured(Mapping mapping) {
        return new CapturedChanges(pipeline.settings().kafka(), pipeline.topics(), mapping);
    }

    private Wait waitFor(String stage) {
        return new Wait(pipeline, stage, LOOK_EVERY);
    }

    @Override
    public void close() {
        stack.close();
    }
}
