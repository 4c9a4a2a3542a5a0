package io.tidemark.reconciler.verify;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.value.GraphType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Writes keys as texts into checkpoints and drift logs, and reads them back. Pure. */
final class KeyFormat {

    private KeyFormat() {}

    /** One text for each of the key's values. */
    static List<String> texts(RowKey key) {
        return key.values().stream().map(Object::toString).toList();
    }

    /**
     * The key that has these texts.
     *
     * @param types what the graph holds for the key's columns
     * @throws IllegalArgumentException when none has
     */
    static RowKey parse(List<String> texts, List<GraphType> types) {
        if (texts.size() > types.size()) {
            throw new IllegalArgumentException("a key has " + texts.size() + " values, but its table " + types.size());
        }
        List<Object> values = new ArrayList<>();
        for (int index = 0; index < texts.size(); index++) {
            values.add(value(texts.get(index), types.get(index)));
        }
        return new RowKey(values);
    }

    private static Object value(String text, GraphType type) {
        try {
            return switch (type) {
                case BOOLEAN -> Boolean.valueOf(text);
                case INTEGER -> Long.valueOf(text);
                case DATE -> LocalDate.parse(text);
                case LOCAL_DATETIME -> LocalDateTime.parse(text);
                case ZONED_DATETIME -> OffsetDateTime.parse(text);
                case STRING -> text;
                case FLOAT, BYTES, LOCAL_TIME, DURATION ->
                    throw new IllegalArgumentException(type + " is not the type of a key");
            };
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is not a valid " + type, e);
        }
    }
}
