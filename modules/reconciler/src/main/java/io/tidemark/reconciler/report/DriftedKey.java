package io.tidemark.reconciler.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A drifted key as a report shows it.
 *
 * @param table its table
 * @param kind {@code missing}, {@code extra} or {@code different}
 * @param key its key's texts
 * @param hasRow whether there is a row
 * @param hasElement whether there is an element
 * @param copies how many elements have this key
 * @param values its properties, both sides
 * @param json as it is in the list of drifts
 */
public record DriftedKey(
        String table,
        String kind,
        List<String> key,
        boolean hasRow,
        boolean hasElement,
        int copies,
        List<Pair> values,
        JsonNode json) {

    /**
     * A property on both sides.
     *
     * @param row as text; null for null and where there is no row
     * @param element as text; null for null and where there is no element
     * @param differs whether the two are not the same, where both sides are there
     */
    public record Pair(
            String property, @Nullable String row, @Nullable String element, boolean differs) {}

    /** Reads a line of the list of drifts. */
    static DriftedKey of(JsonNode line) {
        List<String> key = new ArrayList<>();
        line.path("key").forEach(part -> key.add(part.asText()));
        JsonNode row = line.path("postgres");
        JsonNode element = line.path("neo4j");
        boolean both = row.isObject() && element.isObject();
        Set<String> names = new LinkedHashSet<>();
        row.fieldNames().forEachRemaining(names::add);
        element.fieldNames().forEachRemaining(names::add);
        return new DriftedKey(
                line.path("table").asText(),
                line.path("kind").asText(),
                List.copyOf(key),
                row.isObject(),
                element.isObject(),
                line.path("copies").asInt(1),
                names.stream()
                        .map(name -> pair(name, row.path(name), element.path(name), both))
                        .toList(),
                line);
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

    /** Whether the sides are called different although every property looks the same: then their types differ. */
    boolean differsInTypeAlone() {
        return kind.equals("different") && values.stream().noneMatch(Pair::differs);
    }

    /** The key as one text. */
    String keyText() {
        return String.join(" → ", key);
    }
}
