package io.tidemark.cli.map;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code map}: proposes a mapping, and shows one. */
@Command(
        name = "map",
        description = "Proposes a mapping from a database's tables, and shows the mapping that is configured.",
        subcommands = {ProposeCommand.class, ShowCommand.class, CommandLine.HelpCommand.class})
public final class MapCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Missing required subcommand");
    }
}
