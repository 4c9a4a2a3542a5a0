package io.tidemark.lab.bench;

import io.tidemark.lab.pipeline.FreshStack;
import io.tidemark.lab.social.GraphOptions;
import io.tidemark.lab.social.SocialGraph;
import io.tidemark.lab.social.SyntheticGraph;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast each stage is on this machine, and in how much memory. */
@Command(
        name = "bench",
        description = {
            "Measures raw Bolt, capture, sink, the whole path, its latency and the reconciler, one after the other, on servers of"
                    + " its own.",
            "Takes some minutes; what else runs on the machine falsifies it. Ratios count, not rates."
        })
public final class BenchCommand implements Callable<Integer> {

    private static final int DEFAULT_USERS = 75_000;
    private static final int DEFAULT_FOLLOWS = 500_000;

    @Mixin
    private final GraphOptions graphOptions = new GraphOptions();

    @Option(names = "--json", description = "print the result as JSON")
    private boolean json;

    @Option(
            names = "--latency-seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "how long latency is measured (default: ${DEFAULT-VALUE})")
    private int latencySeconds;

    @Option(
            names = "--latency-rate",
            paramLabel = "N",
            defaultValue = "200",
            description = "transactions a second meanwhile (default: ${DEFAULT-VALUE})")
    private int latencyRate;

    @Option(
            names = "--scale",
            description = "measure the sink alone instead: with 1, 4 and 8 partitions, and one and two instances")
    private boolean scale;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = ".tidemark/bench",
            description = "folder for data and logs, emptied at every start (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".tidemark/bench");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        between("--latency-seconds", latencySeconds, 3_600);
        between("--latency-rate", latencyRate, 1_000);
        SocialGraph graph = graphOptions.graph().orElseGet(() -> SyntheticGraph.make(DEFAULT_USERS, DEFAULT_FOLLOWS));
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        Machine machine = Machine.here();
        if (machine.isBusy()) {
            err.println("  the machine is busy (load " + machine.load() + "): the figures will say little");
        }
        Measurement measurement = scale ? scale(graph, machine, err) : stages(graph, machine, err);
        try (FreshStack stack = FreshStack.start(home)) {
            out.println(measurement.on(stack));
            out.flush();
        }
        return 0;
    }

    /** What is planned before there are servers, so that what cannot be measured is said at once. */
    private interface Measurement {

        String on(FreshStack stack) throws SQLException, InterruptedException;
    }

    private Measurement stages(SocialGraph graph, Machine machine, PrintWriter err) {
        FollowTraffic traffic = FollowTraffic.plan(graph, latencyRate, latencySeconds);
        return stack -> {
            BenchResult result = new BenchRun(stack, graph, traffic, machine, err).run();
            return json ? result.json() : result.text();
        };
    }

    private Measurement scale(SocialGraph graph, Machine machine, PrintWriter err) {
        return stack -> {
            ScaleResult result = new ScaleRun(stack, graph, machine, err).run();
            return json ? result.json() : result.text();
        };
    }

    private static void between(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new TidemarkException(Category.USAGE, option + " " + value + ": 1 to " + most);
        }
    }
}
