package io.tidemark.cli.deadletters;

import io.tidemark.cli.terminal.SettingsOptions;
import io.tidemark.events.DeadLetter;
import io.tidemark.events.DeadLetters;
import io.tidemark.events.Settlement;
import io.tidemark.events.TopicNames;
import io.tidemark.model.amount.Amounts;
import io.tidemark.settings.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "acknowledge",
        description = "Takes dead letters off the list, the metric and the alarm; nothing is compared or repaired.")
final class AcknowledgeCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Mixin
    private final LetterSelection selection = new LetterSelection();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Override
    public Integer call() {
        Settings settings = options.load();
        settings.require(DeadLettersCommand.NEEDED);
        TopicNames names = new TopicNames(settings.prefix());
        List<DeadLetter> chosen = selection.of(DeadLetters.unsettled(settings.kafka(), names), settings);
        DeadLetters.settle(
                settings.kafka(),
                names,
                chosen.stream()
                        .map(letter -> Settlement.of(letter, Settlement.Reason.ACKNOWLEDGED))
                        .toList());
        PrintWriter out = command.commandLine().getOut();
        out.println(Amounts.count(chosen.size(), "dead letter", "dead letters") + " acknowledged");
        out.flush();
        return 0;
    }
}
