package io.tidemark.cli.deadletters;

import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.events.DeadLetterKeys;
import io.tidemark.events.DeadLetters;
import io.tidemark.events.TopicNames;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The dead letters of a pipeline, each once. */
@Command(
        name = "dead-letters",
        description = "Lists the records that could not be applied and are not settled, each key once, with the reason;"
                + " exits 0 also with some.",
        subcommands = {AcknowledgeCommand.class, ResendCommand.class, CommandLine.HelpCommand.class})
public final class DeadLettersCommand implements Callable<Integer> {

    /** What these commands need, without a database. */
    static final Setting[] NEEDED = {
        Setting.KAFKA_BOOTSTRAP_SERVERS, Setting.SCHEMA_REGISTRY_URL, Setting.TIDEMARK_PREFIX, Setting.TIDEMARK_MAPPING
    };

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Option(names = "--json", description = "print a JSON array")
    private boolean json;

    @Option(names = "--settled", description = "also those that are settled, each once, with why")
    private boolean settled;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() {
        Settings settings = options.load();
        settings.require(NEEDED);
        TopicNames names = new TopicNames(settings.prefix());
        List<DeadLetters.Known> letters = DeadLetters.read(settings.kafka(), names).stream()
                .filter(known -> settled || known.settled() == null)
                .toList();
        PrintWriter out = command.commandLine().getOut();
        try (DeadLetterKeys keys =
                new DeadLetterKeys(settings.kafka(), settings.registry(), settings.mapping(), names)) {
            DeadLetterList list = new DeadLetterList(letters, names, keys);
            out.println(json ? list.json() : list.text());
        }
        out.flush();
        return 0;
    }
}
