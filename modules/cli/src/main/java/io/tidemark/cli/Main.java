package io.tidemark.cli;

import io.tidemark.cli.console.ConsoleCommand;
import io.tidemark.cli.console.StatusCommand;
import io.tidemark.cli.deadletters.DeadLettersCommand;
import io.tidemark.cli.map.MapCommand;
import io.tidemark.cli.move.MoveCommand;
import io.tidemark.cli.reconcile.AdoptCommand;
import io.tidemark.cli.reconcile.ReconcileCommand;
import io.tidemark.cli.teardown.TeardownCommand;
import io.tidemark.cli.terminal.SettingsOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The launcher: finds the command, runs it, and is the one place that turns a failure into a line and an exit code. */
@Command(
        name = "tidemark",
        description = "Keeps a Neo4j graph in step with Postgres, and proves it.",
        mixinStandardHelpOptions = true,
        version = "Tidemark 0.2.0",
        scope = ScopeType.INHERIT,
        subcommands = {
            MapCommand.class,
            SetupCommand.class,
            AdoptCommand.class,
            CaptureCommand.class,
            SinkCommand.class,
            ReconcileCommand.class,
            StatusCommand.class,
            ConsoleCommand.class,
            DeadLettersCommand.class,
            MoveCommand.class,
            TeardownCommand.class,
            ConfigCommand.class
        })
public final class Main {

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "log more, and print stack traces")
    private boolean verbose;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command line in this process and returns its exit code. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** The same with what it prints going to these; log lines go where the log is configured to go. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    static CommandLine commandLine() {
        Main main = new Main();
        CommandLine commandLine = new CommandLine(main);
        List<CommandProvider> providers = ServiceLoader.load(CommandProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        providers.forEach(provider -> provider.commands().forEach(commandLine::addSubcommand));
        commandLine.addSubcommand(HelpCommand.class);
        SettingsOptions.declare(commandLine);
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(parsed -> {
                    Logging.configure(main.verbose);
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setParameterExceptionHandler((failure, arguments) -> {
                    Failure.printUsage(failure, arguments);
                    return ExitCode.USAGE;
                })
                .setExitCodeExceptionMapper(ExitCode::of)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    boolean explained = providers.stream().anyMatch(provider -> provider.explains(failure));
                    Failure.print(failure, explained, main.verbose, command.getErr());
                    return ExitCode.of(failure);
                });
    }
}
