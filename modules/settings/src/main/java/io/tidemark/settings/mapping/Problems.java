package io.tidemark.settings.mapping;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with a file, each with its line. */
final class Problems {

    private final String source;
    private final List<Finding> findings = new ArrayList<>();

    Problems(String source) {
        this.source = source;
    }

    private record Finding(int line, String message) {}

    void add(@Nullable Node place, String message) {
        int line = place == null
                ? 1
                : place.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        add(line, message);
    }

    void add(int line, String message) {
        findings.add(new Finding(line, message));
    }

    boolean isEmpty() {
        return findings.isEmpty();
    }

    /** All of them in the order of the file, as USAGE. */
    TidemarkException failure() {
        return new TidemarkException(
                Category.USAGE,
                findings.stream()
                        .sorted(Comparator.comparingInt(Finding::line))
                        .map(finding -> source + ":" + finding.line() + ": " + finding.message())
                        .collect(Collectors.joining(System.lineSeparator())));
    }
}
