package io.tidemark.cli.console;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.console.status.PipelineStatus;
import io.tidemark.console.status.PipelineStatus.Health;
import io.tidemark.console.status.StatusJson;
import io.tidemark.console.status.StatusReader;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: the whole pipeline on one screen. */
@Command(
        name = "status",
        description = {
            "Shows the whole pipeline, read from Postgres, the broker and the graph; the apps are not asked.",
            "Ends with 0 when it runs (OK or WARNING), with 1 when it is FAILING: the graph does not follow, or cannot be"
                    + " shown to."
        })
public final class StatusCommand implements Callable<Integer> {

    private static final int FAILING = 1;
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Mixin
    private final ObserverOptions options = new ObserverOptions();

    @Option(
            names = "--watch",
            description = "look every second until Ctrl-C; where no terminal shows it, a line for each look")
    private boolean watch;

    @Option(names = "--output", description = "text or json (default: text)")
    private Output output = Output.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    private enum Output {
        TEXT,
        JSON
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        boolean terminal = Terminal.isPresent();
        try (StatusReader reader = new StatusReader(options.settings())) {
            long next = System.nanoTime();
            PipelineStatus status = reader.read().status();
            while (watch && !Thread.currentThread().isInterrupted()) {
                show(out, status, terminal);
                next = Math.max(next + EVERY_NANOS, System.nanoTime());
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                status = reader.read().status();
            }
            print(out, output == Output.JSON ? StatusJson.pretty(status) : screen(status, terminal));
            return status.health() == Health.FAILING ? FAILING : 0;
        }
    }

    private void show(PrintWriter out, PipelineStatus status, boolean terminal) {
        if (output == Output.JSON) {
            print(out, StatusJson.line(status));
        } else if (terminal) {
            print(out, CLEAR + screen(status, true));
        } else {
            print(out, new StatusText(status, false).line());
        }
    }

    private static String screen(PipelineStatus status, boolean colours) {
        return String.join(System.lineSeparator(), new StatusText(status, colours).lines());
    }

    private static void print(PrintWriter out, String text) {
        out.println(text);
        out.flush();
    }
}
