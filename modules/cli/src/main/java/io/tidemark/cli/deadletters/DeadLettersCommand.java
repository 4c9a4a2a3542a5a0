package io.tidemark.cli.deadletters;

import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.events.DeadLetter;
import io.tidemark.events.DeadLetters;
import io.tidemark.events.TopicNames;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The dead letters of a pipeline, each once. */
@Command(
        name = "dead-letters",
        description =
                "Lists the records that could not be applied, each once, with the reason; exits 0 also with some.")
public final class DeadLettersCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Option(names = "--json", description = "print a JSON array")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() {
        Settings settings = options.load();
        settings.require(
                Setting.KAFKA_BOOTSTRAP_SERVERS,
                Setting.SCHEMA_REGISTRY_URL,
                Setting.TIDEMARK_PREFIX,
                Setting.TIDEMARK_MAPPING);
        List<DeadLetter> letters = DeadLetters.read(settings.kafka(), new TopicNames(settings.prefix()));
        PrintWriter out = command.commandLine().getOut();
        try (KeyTexts keys = new KeyTexts(settings)) {
            DeadLetterList list = new DeadLetterList(letters, settings, keys);
            out.println(json ? list.json() : list.text());
        }
        out.flush();
        return 0;
    }
}
