package io.tidemark.lab.demo;

import io.tidemark.lab.social.GraphOptions;
import io.tidemark.lab.social.SocialGraph;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: everything on one machine, from an empty folder. */
@Command(
        name = "demo",
        description = {
            "Starts the servers, capture and sink, loads the sample graph, and shows changes on their way.",
            "With --once it loads, waits until the graph has caught up, compares every node and edge, and ends."
        })
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--once", description = "load, compare everything, end with 0 only if all is equal (else 3)")
    private boolean once;

    @Mixin
    private final GraphOptions graphOptions = new GraphOptions();

    @Option(names = "--json", description = "print the result of --once as JSON")
    private boolean json;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description = "transactions a second that the live demo writes (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = ".tidemark/demo",
            description = "folder for data and logs, emptied at every start (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".tidemark/demo");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        @Nullable SocialGraph graph = graphOptions.graph().orElse(null);
        if (rate < 1 || rate > 1_000) {
            throw new TidemarkException(Category.USAGE, "--rate " + rate + ": 1 to 1000 transactions a second");
        }
        if (json && !once) {
            throw new TidemarkException(Category.USAGE, "--json goes with --once");
        }
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        try (DemoRun run = DemoRun.start(home, err)) {
            if (once) {
                OnceResult result = run.once(graph);
                out.println(json ? result.json() : result.text());
                out.flush();
                return result.equal() ? 0 : 3;
            }
            run.live(graph, rate, out);
            return 0;
        }
    }
}
