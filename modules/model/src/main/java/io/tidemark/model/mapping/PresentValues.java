package io.tidemark.model.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies of {@link ElementMapping#presentWhen}. */
final class PresentValues {

    private PresentValues() {}

    /**
     * An unmodifiable copy in the same order.
     *
     * @param values null where a mapping was noted by a version that did not know them
     */
    static Map<String, List<String>> copy(@Nullable Map<String, List<String>> values) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        if (values != null) {
            values.forEach((column, texts) -> copy.put(column, List.copyOf(texts)));
        }
        return Collections.unmodifiableMap(copy);
    }
}
