package io.tidemark.cli.deadletters;

import io.tidemark.cli.terminal.Json;
import io.tidemark.events.DeadLetter;
import io.tidemark.events.DeadLetterKeys;
import io.tidemark.events.DeadLetters;
import io.tidemark.events.Settlement;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dead letters as text and as JSON; keys are row contents, shown to who asks for them. */
final class DeadLetterList {

    private final List<DeadLetters.Known> letters;
    private final TopicNames names;
    private final DeadLetterKeys keys;

    DeadLetterList(List<DeadLetters.Known> letters, TopicNames names, DeadLetterKeys keys) {
        this.letters = letters;
        this.names = names;
        this.keys = keys;
    }

    String text() {
        if (letters.isEmpty()) {
            return "no dead letters";
        }
        List<String> lines = new ArrayList<>();
        for (DeadLetters.Known known : letters) {
            DeadLetter letter = known.letter();
            lines.add(letter.time() + "  " + letter.place() + "  "
                    + keys.of(letter).map(key -> "key " + key).orElse("key not decodable") + "  " + letter.kind() + ": "
                    + letter.cause() + (known.settled() == null ? "" : "  " + word(known.settled())));
        }
        lines.add(letters.size() + (letters.size() == 1 ? " dead letter" : " dead letters"));
        return String.join(System.lineSeparator(), lines);
    }

    /** A dead letter as JSON. */
    private record Line(
            Instant time,
            @Nullable String table,
            String topic,
            int partition,
            long offset,
            Instant recordTime,
            @Nullable String key,
            DeadLetter.Kind kind,
            String cause,
            @Nullable String settled) {}

    String json() {
        return Json.of(letters.stream().map(this::line).toList());
    }

    private static String word(Settlement.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Line line(DeadLetters.Known known) {
        DeadLetter letter = known.letter();
        DeadLetter.Place place = letter.place();
        return new Line(
                letter.time(),
                names.tableOf(place.topic()).map(TableName::toString).orElse(null),
                place.topic(),
                place.partition(),
                place.offset(),
                letter.recordTime(),
                keys.of(letter).map(RowKey::toString).orElse(null),
                letter.kind(),
                letter.cause(),
                known.settled() == null ? null : word(known.settled()));
    }
}
