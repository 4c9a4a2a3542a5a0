package io.tidemark.lab.stack;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The servers that the apps run against. */
@Command(
        name = "stack",
        description = "Run Postgres, Kafka, a schema registry and Neo4j on this machine, without containers.",
        subcommands = {
            StackUpCommand.class,
            StackStatusCommand.class,
            StackEnvCommand.class,
            StackDownCommand.class,
            StackKillCommand.class,
            StackStartCommand.class,
            StackStopCommand.class,
            CommandLine.HelpCommand.class
        })
public final class StackCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do with the stack");
    }
}
