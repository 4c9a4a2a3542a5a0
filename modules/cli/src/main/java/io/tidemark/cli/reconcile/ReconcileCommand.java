package io.tidemark.cli.reconcile;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "reconcile",
        description = "Proves that rows and graph agree, repairs what does not, rebuilds the graph from the topics.",
        footer = {
            "",
            "Exit codes: 0 in sync or done, 1 failed, 2 wrong use, 3 drift found, 4 stopped and resumable, 5 incomplete."
        },
        subcommands = {
            CheckCommand.class,
            StatsCommand.class,
            VerifyCommand.class,
            RepairCommand.class,
            BackfillCommand.class,
            RebuildCommand.class,
            ClearCommand.class,
            WatchCommand.class,
            ReportCommand.class,
            CommandLine.HelpCommand.class
        })
public final class ReconcileCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to reconcile");
    }
}
