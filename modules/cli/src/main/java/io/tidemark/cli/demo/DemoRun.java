package io.tidemark.cli.demo;

import io.tidemark.cli.run.CapturedChanges;
import io.tidemark.cli.run.GraphComparison;
import io.tidemark.cli.run.Pipeline;
import io.tidemark.cli.social.SocialDatabase;
import io.tidemark.cli.social.SocialGraph;
import io.tidemark.cli.social.SocialTraffic;
import io.tidemark.devstack.PrintedProgress;
import io.tidemark.devstack.ProcessStack;
import io.tidemark.graphstore.GraphReader;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.RowReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;

/** One run of the demo, from an emptied folder to the end of its servers. */
final class DemoRun implements AutoCloseable {

    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(90);
    private static final long LOOK_EVERY_MILLIS = 50;

    private final ProcessStack stack;
    private final Pipeline pipeline;
    private final PrintWriter err;
    private final Stopwatch stopwatch;
    private final Thread ending = new Thread(this::end, "demo-end");

    private DemoRun(ProcessStack stack, Pipeline pipeline, Stopwatch stopwatch, PrintWriter err) {
        this.stopwatch = stopwatch;
        this.stack = stack;
        this.pipeline = pipeline;
        this.err = err;
    }

    /** Empties the folder and starts the servers in it. */
    static DemoRun start(Path home, PrintWriter err) {
        Stopwatch stopwatch = new Stopwatch();
        Path servers = home.resolve("stack");
        ProcessStack stack = ProcessStack.in(servers)
                .progress(new PrintedProgress(System.err, false))
                .build();
        Thread early = new Thread(stack::close, "demo-stack-end");
        Runtime.getRuntime().addShutdownHook(early);
        stack.down();
        empty(servers);
        stack.up();
        Pipeline pipeline = new Pipeline(stack.endpoints(), Map.of("TIDEMARK_PREFIX", "demo"), home.resolve("logs"));
        DemoRun run = new DemoRun(stack, pipeline, stopwatch, err);
        Runtime.getRuntime().addShutdownHook(run.ending);
        Runtime.getRuntime().removeShutdownHook(early);
        run.stopwatch.lap("servers");
        return run;
    }

    private static void empty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new TidemarkException(Category.FATAL, "cannot empty " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Loads, waits until the graph has caught up, compares. */
    OnceResult once(@Nullable SocialGraph graph) throws SQLException, InterruptedException {
        Map<String, Long> rows = load(graph);
        long written = rows.values().stream().mapToLong(Long::longValue).sum();
        pipeline.setup(line -> {});
        stopwatch.lap("setup");
        Mapping mapping = pipeline.settings().mapping();
        try (Driver driver = pipeline.settings().graph().connect();
                CapturedChanges captured = captured(mapping);
                Connection connection = Connections.open(pipeline.settings().database())) {
            pipeline.startCapture();
            pipeline.startSink();
            GraphReader reader = new GraphReader(driver, mapping);
            new Wait("capture").until(() -> captured.count(), written);
            stopwatch.lap("capture");
            new Wait("sink")
                    .until(() -> reader.appliedChanges(pipeline.settings().prefix()), captured.count());
            stopwatch.lap("apply");
            List<GraphComparison.TableResult> results = new ArrayList<>();
            GraphComparison comparison = new GraphComparison(new RowReader(connection), reader);
            for (ElementMapping element : mapping.elements()) {
                results.add(comparison.compare(element));
            }
            stopwatch.lap("compare");
            List<String> followers = graph == null ? reader.sourcesOf("FOLLOWS", "username", "alice") : List.of();
            return new OnceResult(results, written, captured.count(), stopwatch.laps(), followers, skipped(graph));
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
        try (Driver driver = pipeline.settings().graph().connect();
                CapturedChanges captured = captured(mapping);
                Connection counting = Connections.open(pipeline.settings().database());
                Connection writing = Connections.open(pipeline.settings().database())) {
            pipeline.startCapture();
            pipeline.startSink();
            SocialTraffic traffic = new SocialTraffic(writing, new Random());
            LiveView view = new LiveView(out, new GraphReader(driver, mapping), pipeline, captured, counting);
            new LiveLoop(
                            traffic,
                            rate,
                            view,
                            rows.values().stream().mapToLong(Long::longValue).sum())
                    .run();
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

    /** Waits for a number to be reached; gives up when an app has died or nothing moves. */
    private final class Wait {

        private final String stage;

        Wait(String stage) {
            this.stage = stage;
        }

        void until(java.util.function.LongSupplier count, long target) throws InterruptedException {
            long last = -1;
            long movedAt = System.nanoTime();
            for (long now = count.getAsLong(); now < target; now = count.getAsLong()) {
                pipeline.check();
                if (now != last) {
                    last = now;
                    movedAt = System.nanoTime();
                } else if (System.nanoTime() - movedAt > LONGEST_STANDSTILL.toNanos()) {
                    throw new TidemarkException(
                            Category.FATAL, "the " + stage + " stands still at " + now + " of " + target + " changes");
                }
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        }
    }

    private void end() {
        pipeline.close();
        stack.close();
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            // the process is ending: the hook is what runs
        }
    }
}
