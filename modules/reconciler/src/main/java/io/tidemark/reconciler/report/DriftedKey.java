package io.tidemark.reconciler.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.reconciler.verify.Drift.Kind;
import io.tidemark.reconciler.verify.DriftLine;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A drifted key as a report shows it.
 *
 * @param line as it is in the list of drifts
 * @param values its properties, of row and element
 */
record DriftedKey(DriftLine line, List<Pair> values) {

    /**
     * A property of row and element.
     *
     * @param row as text; null for null and where there is no row
     * @param element as text; null for null and where there is no element
     * @param differs whether the two are not the same, where there are both
     */
    record Pair(
            String property, @Nullable String row, @Nullable String element, boolean differs) {}

    static DriftedKey of(DriftLine line) {
        boolean both = line.postgres() != null && line.neo4j() != null;
        Set<String> names = new LinkedHashSet<>();
        for (ObjectNode end : new ObjectNode[] {line.postgres(), line.neo4j()}) {
            if (end != null) {
                end.fieldNames().forEachRemaining(names::add);
            }
        }
        return new DriftedKey(
                line,
                names.stream()
                        .map(name -> pair(name, value(line.postgres(), name), value(line.neo4j(), name), both))
                        .toList());
    }

    private static JsonNode value(@Nullable ObjectNode end, String name) {
        return end == null ? MissingNode.getInstance() : end.path(name);
    }

    /** Texts that only differ in their type are shown as JSON. */
    private static Pair pair(String name, JsonNode row, JsonNode element, boolean both) {
        boolean differs = both && !row.equals(element);
        boolean alike = differs
                && row.isValueNode()
                && element.isValueNode()
                && row.asText().equals(element.asText());
        return new Pair(name, text(row, alike), text(element, alike), differs);
    }

    private static @Nullable String text(JsonNode value, boolean asJson) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return value.isTextual() && !asJson ? value.asText() : value.toString();
    }

    String table() {
        return line.table();
    }

    /** How they differ, as a word. */
    String kind() {
        return line.kind().name().toLowerCase(Locale.ROOT);
    }

    boolean hasRow() {
        return line.postgres() != null;
    }

    boolean hasElement() {
        return line.neo4j() != null;
    }

    /** The key as one text. */
    String keyText() {
        return String.join(" → ", line.key());
    }

    /** How the graph fails its row, in words. */
    String sentence() {
        if (line.kind() == Kind.DIFFERENT && values.stream().noneMatch(Pair::differs)) {
            return "the same texts, but of other types";
        }
        String copies = line.elements() > 1 ? ", " + line.elements() + " elements" : "";
        return switch (line.kind()) {
            case MISSING -> "the row has no element";
            case EXTRA -> (hasRow() ? "more elements than the row allows" : "the element has no row") + copies;
            case DIFFERENT -> "the element is not as its row" + copies;
        };
    }
}
