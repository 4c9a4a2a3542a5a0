package io.tidemark.cli.deadletters;

import io.tidemark.events.DeadLetter;
import io.tidemark.events.DeadLetterKeys;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command is about: all, or those that fit everything that is given. */
final class LetterSelection {

    @Option(names = "--all", description = "all that are not settled")
    private boolean all;

    @Option(names = "--table", paramLabel = "TABLE", description = "those of this table")
    private @Nullable String table;

    @Option(names = "--key", paramLabel = "KEY", description = "those of these keys, as the list shows them")
    private List<String> keys = List.of();

    @Option(names = "--kind", paramLabel = "KIND", description = "those of this kind: ${COMPLETION-CANDIDATES}")
    private DeadLetter.@Nullable Kind kind;

    @Option(names = "--cause", paramLabel = "TEXT", description = "those whose cause has this text in it")
    private @Nullable String cause;

    /**
     * Keeps those that are meant.
     *
     * @throws TidemarkException USAGE when it is not said which, or {@code --all} is only some
     */
    List<DeadLetter> of(List<DeadLetter> letters, Settings settings) {
        Optional<TableName> meant = table();
        boolean some = meant.isPresent() || !keys.isEmpty() || kind != null || cause != null;
        if (all == some) {
            throw new TidemarkException(
                    Category.USAGE, "say which dead letters: --all, or some of --table, --key, --kind and --cause");
        }
        TopicNames names = new TopicNames(settings.prefix());
        List<DeadLetter> chosen = letters.stream()
                .filter(letter ->
                        meant.isEmpty() || names.tableOf(letter.place().topic()).equals(meant))
                .filter(letter -> kind == null || letter.kind() == kind)
                .filter(letter -> cause == null || lower(letter.cause()).contains(lower(cause)))
                .toList();
        if (keys.isEmpty()) {
            return chosen;
        }
        try (DeadLetterKeys readable =
                new DeadLetterKeys(settings.kafka(), settings.registry(), settings.mapping(), names)) {
            return chosen.stream()
                    .filter(letter -> readable.of(letter)
                            .filter(key -> keys.contains(key.toString()))
                            .isPresent())
                    .toList();
        }
    }

    private Optional<TableName> table() {
        try {
            return Optional.ofNullable(table).map(TableName::parse);
        } catch (IllegalArgumentException e) {
            throw new TidemarkException(Category.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
