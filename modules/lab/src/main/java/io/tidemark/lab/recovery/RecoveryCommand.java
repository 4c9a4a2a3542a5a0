package io.tidemark.lab.recovery;

import io.tidemark.devstack.Server;
import io.tidemark.lab.pipeline.FreshStack;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recovery}: measures how long the pipeline takes after each kind of outage. */
@Command(
        name = "recovery",
        description = {
            "Kill each process in turn under steady traffic, and print how long it takes until the tidemark is current:",
            "less than 1.5 s old, and staying so. Ends with 0 if, at the end, nothing was lost, repeated or wrong; else with 3."
        })
public final class RecoveryCommand implements Callable<Integer> {

    private static final int DIRTY = 3;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "3",
            description = "from 1 to 3 (default: ${DEFAULT-VALUE})")
    private int brokers = Server.MOST_BROKERS;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "200",
            description = "transactions a second (default: ${DEFAULT-VALUE})")
    private int rate = 200;

    @Option(
            names = "--outages",
            paramLabel = "OUTAGE",
            split = ",",
            description = "only these, in this order: ${COMPLETION-CANDIDATES}")
    private List<Outage> outages = List.of(Outage.values());

    @Option(
            names = "--sink-name",
            paramLabel = "NAME",
            description = "TIDEMARK_SINK_INSTANCE of the sink; none by default, and none with a second sink")
    private String sinkName = "";

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = ".tidemark/recovery",
            description = "folder for data and logs, emptied at every start (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".tidemark/recovery");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        if (rate < 1) {
            throw new TidemarkException(Category.USAGE, "--rate " + rate + ": 1 or more");
        }
        if (!sinkName.isEmpty() && outages.contains(Outage.SINK_WITH_A_SECOND)) {
            throw new TidemarkException(
                    Category.USAGE, "--sink-name is for one sink: leave SINK_WITH_A_SECOND out of --outages");
        }
        PrintWriter out = command.commandLine().getOut();
        try (FreshStack stack = FreshStack.start(home, brokers)) {
            Map<String, String> settings =
                    new HashMap<>(stack.servers().endpoints().environment());
            settings.put("TIDEMARK_PREFIX", "recovery");
            if (!sinkName.isEmpty()) {
                settings.put("TIDEMARK_SINK_INSTANCE", sinkName);
            }
            boolean clean = new RecoveryRun(rate, out).run(stack.servers(), settings, stack.logs(), outages);
            out.println(clean ? "clean" : "NOT clean: logs in " + stack.logs());
            out.flush();
            return clean ? 0 : DIRTY;
        }
    }
}
