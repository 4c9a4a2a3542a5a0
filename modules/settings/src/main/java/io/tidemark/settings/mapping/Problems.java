package io.tidemark.settings.mapping;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with a file, each with its line. */
final class Problems {

    private final String source;
    private final List<String> lines = new ArrayList<>();

    Problems(String source) {
        this.source = source;
    }

    void add(@Nullable Node place, String message) {
        int line = place == null
                ? 1
                : place.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        add(line, message);
    }

    void add(int line, String message) {
        lines.add(source + ":" + line + ": " + message);
    }

    void throwIfAny() {
        if (!lines.isEmpty()) {
            throw MappingFile.wrong(lines);
        }
    }
}
