package io.tidemark.cli.map;

import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description =
                "Draws the mapping that is configured: as a Mermaid flowchart, or as the graph's schema in Cypher;"
                        + " needs no server.")
final class ShowCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Option(names = "--format", description = "mermaid or cypher (default: mermaid)")
    private Format format = Format.MERMAID;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    private enum Format {
        MERMAID,
        CYPHER
    }

    @Override
    public Integer call() {
        Settings settings = options.load();
        settings.require(Setting.TIDEMARK_MAPPING);
        Mapping mapping = settings.mapping();
        PrintWriter out = command.commandLine().getOut();
        (format == Format.MERMAID ? MermaidText.lines(mapping) : CypherText.lines(mapping)).forEach(out::println);
        out.flush();
        return 0;
    }
}
