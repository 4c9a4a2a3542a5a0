package io.tidemark.cli.console;

import io.tidemark.cli.run.Lifeline;
import io.tidemark.console.status.ConsoleSettings;
import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.web.Console;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code console}: the pipeline on a web page, and its metrics. */
@Command(
        name = "console",
        description = {
            "Serves a page that shows the pipeline as it moves, its data at /api/pipeline, /metrics for Prometheus, and"
                    + " /livez, /readyz and /startupz. It only reads.",
            "It looks at Postgres, the broker and the graph; the apps are not asked, and may be dead."
        })
public final class ConsoleCommand implements Callable<Integer> {

    private static final int MOST_PORT = 65_535;

    @Mixin
    private final ObserverOptions options = new ObserverOptions();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "localhost",
            description = "name or address to listen on; nobody is asked for a password (default: ${DEFAULT-VALUE})")
    private String host = "localhost";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "" + Console.DEFAULT_PORT,
            description = "port to listen on, 0 for any that is free (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description =
                    "a name, besides HOST, localhost and addresses, under which browsers may ask for the page, for"
                            + " example a proxy's; may be given several times")
    private List<String> allowedHosts = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > MOST_PORT) {
            throw new TidemarkException(Category.USAGE, "--port " + port + ": give 0 to " + MOST_PORT);
        }
        ConsoleSettings settings = options.settings();
        Lifeline.watch();
        try (Console console = Console.start(settings, new Console.BindAddress(host, port, allowedHosts))) {
            Runtime.getRuntime().addShutdownHook(new Thread(console::close, "console-close"));
            PrintWriter err = command.commandLine().getErr();
            console.status().problems().stream()
                    .filter(problem -> problem.severity() == Health.FAILING)
                    .forEach(problem -> err.println("tidemark: " + problem.text()));
            console.status().untold().forEach(unknown -> err.println("tidemark: not shown: " + unknown.reason()));
            err.flush();
            PrintWriter out = command.commandLine().getOut();
            out.println("console at " + console.address() + " (Ctrl-C ends it)");
            out.flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
