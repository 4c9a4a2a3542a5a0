package io.tidemark.cli.deadletters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.events.DeadLetter;
import io.tidemark.events.TopicNames;
import io.tidemark.model.TableName;
import io.tidemark.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    String json() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (DeadLetter letter : letters) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("time", letter.time().toString());
            one.put(
                    "table",
                    new TopicNames(settings.prefix())
                            .tableOf(letter.place().topic())
                            .map(TableName::toString)
                            .orElse(null));
            one.put("topic", letter.place().topic());
            one.put("partition", letter.place().partition());
            one.put("offset", letter.place().offset());
            one.put("recordTime", letter.recordTime().toString());
            one.put("key", keys.of(letter).orElse(null));
            one.put("kind", letter.kind().name());
            one.put("cause", letter.cause());
            all.add(one);
        }
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of numbers and texts is always JSON", e);
        }
    }
}
