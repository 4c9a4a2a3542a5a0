package io.tidemark.cli.deadletters;

import io.tidemark.cli.terminal.Json;
import io.tidemark.events.DeadLetter;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TableName;
import io.tidemark.settings.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dead letters as text and as JSON; keys are row contents, shown to who asks for them. */
final class DeadLetterList {

    private final List<DeadLetter> letters;
    private final Settings settings;
    private final KeyTexts keys;

    DeadLetterList(List<DeadLetter> letters, Settings settings, KeyTexts keys) {
        this.letters = letters;
        this.settings = settings;
        this.keys = keys;
    }

    String text() {
        if (letters.isEmpty()) {
            return "no dead letters";
        }
        List<String> lines = new ArrayList<>();
        for (DeadLetter letter : letters) {
            lines.add(letter.time() + "  " + letter.place() + "  "
                    + keys.of(letter).map(key -> "key " + key).orElse("key not decodable") + "  " + letter.kind() + ": "
                    + letter.cause());
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
            String cause) {}

    String json() {
        return Json.of(letters.stream().map(this::line).toList());
    }

    private Line line(DeadLetter letter) {
        DeadLetter.Place place = letter.place();
        return new Line(
                letter.time(),
                new TopicNames(settings.prefix())
                        .tableOf(place.topic())
                        .map(TableName::toString)
                        .orElse(null),
                place.topic(),
                place.partition(),
                place.offset(),
                letter.recordTime(),
                keys.of(letter).orElse(null),
                letter.kind(),
                letter.cause());
    }
}
