package io.tidemark.lab.bench;

import io.tidemark.graphstore.Graph;
import io.tidemark.lab.pipeline.FreshStack;
import io.tidemark.lab.pipeline.Pipeline;
import io.tidemark.lab.pipeline.Wait;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.lab.social.SocialGraph;
import io.tidemark.settings.Setting;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sink alone with more partitions and more instances: full topics to an empty graph, each case twice, there and back
 * again, so that what drifts in the servers touches all alike.
 */
final class ScaleRun {

    private static final List<Integer> PARTITIONS = List.of(1, 4, 8);
    private static final List<Integer> INSTANCES = List.of(1, 2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final FreshStack stack;
    private final SocialGraph graph;
    private final Machine machine;
    private final PrintWriter err;
    private final Map<Integer, Pipeline> pipelines = new LinkedHashMap<>();
    private final PeakMemory memory = new PeakMemory();

    ScaleRun(FreshStack stack, SocialGraph graph, Machine machine, PrintWriter err) {
        this.stack = stack;
        this.graph = graph;
        this.machine = machine;
        this.err = err;
    }

    /** One case; instances beyond the partitions are left out, they stand by. */
    record Case(int partitions, int instances) {

        @Override
        public String toString() {
            return partitions
                    + (partitions == 1 ? " partition, " : " partitions, ")
                    + instances
                    + (instances == 1 ? " instance" : " instances");
        }
    }

    ScaleResult run() throws SQLException, InterruptedException {
        fillTopics();
        List<Case> cases = cases();
        List<Case> turns = new ArrayList<>(cases);
        Collections.reverse(cases);
        turns.addAll(cases);
        ScaleResult result =
                new ScaleResult(machine, graph.names().size(), graph.edges().size());
        Pipeline any = pipeline(PARTITIONS.get(0));
        try (Graph opened = any.settings().graph().connect()) {
            Baseline baseline = new Baseline(opened, graph, any.settings().batchRows());
            say("to warm up: " + turns.get(0));
            measure(turns.get(0), baseline, opened);
            for (Case turn : turns) {
                say(turn.toString());
                result.add(turn, measure(turn, baseline, opened));
            }
        }
        return result;
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int partitions : PARTITIONS) {
            INSTANCES.stream()
                    .filter(instances -> instances <= partitions)
                    .forEach(instances -> cases.add(new Case(partitions, instances)));
        }
        return cases;
    }

    private void fillTopics() throws SQLException, InterruptedException {
        Pipeline any = pipeline(PARTITIONS.get(0));
        SocialDatabase database = new SocialDatabase(any.settings().database());
        database.create();
        database.loadUsers(graph);
        database.loadFollows(graph);
        CaptureStage capture = new CaptureStage(graph, database, memory);
        for (int partitions : PARTITIONS) {
            say("filling topics of " + partitions + (partitions == 1 ? " partition" : " partitions"));
            capture.snapshot(pipeline(partitions));
        }
    }

    /** From when a quarter is in the graph, so that all instances have their share by then, to the end. */
    private Rate measure(Case turn, Baseline baseline, Graph opened) throws InterruptedException {
        baseline.clear();
        Pipeline pipeline = pipeline(turn.partitions());
        List<Pipeline> instances = new ArrayList<>(List.of(pipeline));
        while (instances.size() < turn.instances()) {
            instances.add(stack.pipeline(prefix(turn.partitions()), of(turn.partitions())));
        }
        AppliedCounts applied = new AppliedCounts(opened, pipeline);
        long rows = (long) graph.names().size() + graph.edges().size();
        try {
            instances.forEach(Pipeline::startSink);
            Wait wait = new Wait(pipeline, "sink", LOOK_EVERY);
            wait.until(applied::all, rows / 4);
            long from = System.nanoTime();
            long before = applied.all();
            wait.until(applied::all, rows);
            return Rate.between(Rate.SINK, turn.toString(), rows - before, from, System.nanoTime());
        } finally {
            instances.forEach(Pipeline::stopSink);
        }
    }

    private Pipeline pipeline(int partitions) {
        return pipelines.computeIfAbsent(partitions, count -> stack.pipeline(prefix(count), of(count)));
    }

    private static String prefix(int partitions) {
        return "scale_" + partitions;
    }

    private static Map<String, String> of(int partitions) {
        return Map.of(Setting.TIDEMARK_PARTITIONS.name(), Integer.toString(partitions));
    }

    private void say(String line) {
        err.println("  " + line);
        err.flush();
    }
}
