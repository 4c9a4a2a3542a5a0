package io.tidemark.lab.chaos;

import io.tidemark.devstack.Server;
import io.tidemark.lab.chaos.fault.Fault;
import io.tidemark.lab.chaos.writer.Load;
import io.tidemark.lab.pipeline.FreshStack;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chaos}: tries to make the pipeline lose or repeat something. */
@Command(
        name = "chaos",
        description = {
            "Writes random transactions while it kills, freezes and cuts off capture, sink and all servers at random,",
            "and holds topics and graph against what Postgres' own log says was committed.",
            "Ends with 0 if nothing was lost, repeated, out of order or wrong, and the tidemark never lied; else with 3,",
            "or with 1 if it could not be judged."
        })
public final class ChaosCommand implements Callable<Integer> {

    private static final int DIRTY = 3;
    private static final DateTimeFormatter BEGUN = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "how long (default: ${DEFAULT-VALUE})")
    private int minutes;

    @Option(names = "--seed", paramLabel = "S", description = "make the choices of an earlier run again")
    private @Nullable Long seed;

    @Option(
            names = "--judge-every",
            paramLabel = "SECONDS",
            defaultValue = "240",
            description = "time from one judgement to the next (default: ${DEFAULT-VALUE})")
    private int judgeEvery;

    @Option(
            names = "--faults",
            paramLabel = "FAULT",
            split = ",",
            description = "only these: ${COMPLETION-CANDIDATES}; some need --brokers 3")
    private Set<Fault> faults = EnumSet.noneOf(Fault.class);

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "1 or 3 (default: ${DEFAULT-VALUE}); with 3, topics are kept three times with min.insync.replicas 2, and leaders are",
                "killed, brokers restarted in turn, two killed at once"
            })
    private int brokers = 1;

    @Option(names = "--no-tidemark", hidden = true, description = "for a sink that writes none")
    private boolean noTidemark;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = ".tidemark/chaos",
            description = "folder for data and logs, emptied at every start (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".tidemark/chaos");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        if (minutes < 1 || judgeEvery < 10) {
            throw new TidemarkException(Category.USAGE, "--minutes from 1, --judge-every from 10 seconds");
        }
        if (brokers != 1 && brokers != Server.MOST_BROKERS) {
            throw new TidemarkException(Category.USAGE, "--brokers 1 or " + Server.MOST_BROKERS);
        }
        Set<Fault> possible = Fault.possible(brokers);
        if (!possible.containsAll(faults)) {
            throw new TidemarkException(
                    Category.USAGE, "some of --faults need several brokers: say --brokers " + Server.MOST_BROKERS);
        }
        PrintWriter out = command.commandLine().getOut();
        ChaosPlan plan = new ChaosPlan(
                seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000) : seed,
                Duration.ofMinutes(minutes),
                Duration.ofSeconds(judgeEvery),
                Load.usual(),
                faults.isEmpty() ? possible : faults,
                !noTidemark);
        try (FreshStack stack = FreshStack.start(home, brokers)) {
            Map<String, String> settings =
                    new HashMap<>(stack.servers().endpoints().environment());
            settings.put("TIDEMARK_PREFIX", "chaos");
            settings.put("TIDEMARK_MAPPING", RelationTables.mapping(home).toString());
            if (new Random(plan.seed()).nextBoolean()) {
                settings.put("TIDEMARK_SINK_INSTANCE", "chaos-sink");
                out.println("the sink has a name, and keeps its partitions for a minute");
            }
            Path logs = stack.logs().resolve(BEGUN.format(LocalDateTime.now(ZoneOffset.UTC)) + "-seed-" + plan.seed());
            ChaosResult result = ChaosRun.run(plan, stack.servers(), settings, logs, out);
            out.println(result.text());
            if (!result.clean()) {
                out.println("logs: " + logs.toAbsolutePath());
                out.println("data, until the next run: " + home.toAbsolutePath());
            }
            out.flush();
            return result.clean() ? 0 : DIRTY;
        }
    }
}
