package io.tidemark.lab.bench;

import io.tidemark.graphstore.Graph;
import io.tidemark.lab.pipeline.FreshStack;
import io.tidemark.lab.pipeline.Pipeline;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.lab.social.SocialGraph;
import io.tidemark.settings.Setting;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stages in their order. While one is measured nothing else of ours runs but the servers.
 *
 * <p>Each pipeline has a prefix of its own, so that a stage starts with topics that hold what it needs and nothing else.
 */
final class BenchRun {

    private final FreshStack stack;
    private final SocialGraph graph;
    private final FollowTraffic traffic;
    private final Machine machine;
    private final PrintWriter err;
    private final List<Rate> rates = new ArrayList<>();
    private final PeakMemory memory = new PeakMemory();

    BenchRun(FreshStack stack, SocialGraph graph, FollowTraffic traffic, Machine machine, PrintWriter err) {
        this.stack = stack;
        this.graph = graph;
        this.traffic = traffic;
        this.machine = machine;
        this.err = err;
    }

    BenchResult run() throws SQLException, InterruptedException {
        Pipeline capturing = stack.pipeline("bench_capture");
        Pipeline sinking = stack.pipeline("bench_sink");
        Pipeline whole = stack.pipeline("bench_path");
        SocialDatabase database = new SocialDatabase(capturing.settings().database());
        database.create();

        say("capture alone: a first load (JVM cold), its deletes, a second load");
        CaptureStage capture = new CaptureStage(graph, database, memory);
        rates.addAll(capture.streaming(capturing));
        say("capture alone: snapshot");
        rates.addAll(capture.snapshot(sinking));

        Latency latency;
        try (Graph opened = whole.settings().graph().connect()) {
            Baseline baseline = new Baseline(opened, graph, whole.settings().batchRows());
            SinkStage sink = new SinkStage(graph, sinking, opened, memory);
            alternate(baseline, sink);

            alternate(baseline, new EdgeStage(opened, graph, whole.settings().batchRows()));

            say("whole path");
            database.truncate();
            PathStage path = new PathStage(graph, database, whole, opened, memory);
            rates.addAll(path.run());
            say("latency: " + traffic);
            latency = new LatencyStage(whole, opened, traffic).run();
            rates.addAll(reconciler(whole, opened).run());
            memory.look(whole);
            whole.close();
            path.requireSameCounts(opened.reader(whole.settings().mapping()));
        }
        return new BenchResult(
                machine,
                graph.names().size(),
                graph.edges().size(),
                whole.settings().batchRows(),
                whole.settings().partitions(),
                rates,
                latency,
                memory);
    }

    private ReconcilerStage reconciler(Pipeline pipeline, Graph opened) {
        Map<String, String> environment =
                new HashMap<>(stack.servers().endpoints().environment());
        environment.put(Setting.TIDEMARK_PREFIX.name(), pipeline.settings().prefix());
        Path folder = stack.logs().resolve("reconciler");
        return new ReconcilerStage(
                new PlainScans(
                        pipeline.settings().database(), pipeline.settings().mapping(), opened),
                new ReconcilerProcess(environment, folder, memory),
                new WarmVerify(pipeline.settings().reconciler(folder.resolve("state"))),
                new PlantedDrift(opened),
                this::say);
    }

    /** Raw Bolt once to warm Neo4j up, then raw, sink, sink, raw: whatever drifts in the server touches both alike. */
    private void alternate(Baseline baseline, SinkStage sink) throws InterruptedException {
        say("raw Bolt, to warm up");
        baseline.clear();
        rates.addAll(baseline.run("warm-up"));
        for (String turn : List.of("raw 1", "sink 1", "sink 2", "raw 2")) {
            say(turn.replace("raw", "raw Bolt, round").replace("sink", "sink alone, round"));
            baseline.clear();
            String round = "round " + turn.charAt(turn.length() - 1);
            rates.addAll(turn.startsWith("raw") ? baseline.run(round) : sink.run(round));
        }
        baseline.clear();
    }

    /** Once each to warm up, then by ends, by key, by key, by ends. */
    private void alternate(Baseline baseline, EdgeStage edges) {
        for (String turn : List.of("ends w", "key w", "ends 1", "key 1", "key 2", "ends 2")) {
            String part = turn.endsWith("w") ? "warm-up" : "round " + turn.charAt(turn.length() - 1);
            boolean byKey = turn.startsWith("key");
            say("edges " + (byKey ? "with a key of their own" : "identified by their ends") + ", " + part);
            rates.add(byKey ? edges.byKey(part) : edges.byEnds(part));
            baseline.clear();
        }
    }

    private void say(String line) {
        err.println("  " + line);
        err.flush();
    }
}
