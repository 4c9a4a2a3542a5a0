package io.tidemark.reconciler.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.value.GraphType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A drift as a line of the drift log: texts and JSON values instead of keys and values of a table. Pure.
 *
 * @param table the row's table
 * @param kind how row and element differ
 * @param key one text for each of the key's values
 * @param postgres the row's properties by name; null where there is no row
 * @param neo4j the element's properties by name; null where there is no element
 * @param copies how many elements have the key; null for at most one
 */
public record DriftLine(
        String table,
        Drift.Kind kind,
        List<String> key,
        @Nullable ObjectNode postgres,
        @Nullable ObjectNode neo4j,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer copies) {

    public DriftLine {
        TableName.parse(Objects.requireNonNull(table, "table"));
        Objects.requireNonNull(kind, "kind");
        key = List.copyOf(key);
    }

    static DriftLine of(Drift drift, ElementMapping element) {
        return new DriftLine(
                drift.table().toString(),
                drift.kind(),
                KeyFormat.texts(drift.key()),
                named(drift.row(), element),
                named(drift.element(), element),
                drift.copies() > 1 ? drift.copies() : null);
    }

    public TableName tableName() {
        return TableName.parse(table);
    }

    /** How many elements have the key; one or none are not told apart. */
    public int elements() {
        return copies == null ? 1 : copies;
    }

    /**
     * The key as rows and elements have it.
     *
     * @param types what the graph holds for the key's columns
     * @throws IllegalArgumentException when no row of such a table has this key
     */
    public RowKey rowKey(List<GraphType> types) {
        return KeyFormat.parse(key, types);
    }

    private static @Nullable ObjectNode named(@Nullable List<@Nullable Object> values, ElementMapping element) {
        if (values == null) {
            return null;
        }
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        for (int index = 0; index < values.size(); index++) {
            named.set(element.values().get(index).name(), json(values.get(index)));
        }
        return named;
    }

    /** Numbers that JSON has, booleans and texts; everything else as text. */
    private static JsonNode json(@Nullable Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value == null) {
            return json.nullNode();
        }
        if (value instanceof Boolean bool) {
            return json.booleanNode(bool);
        }
        if (value instanceof Long number) {
            return json.numberNode(number);
        }
        if (value instanceof byte[] bytes) {
            return json.binaryNode(bytes); // written as Base64
        }
        if (value instanceof List<?> list) {
            return json.arrayNode().addAll(list.stream().map(DriftLine::json).toList());
        }
        return json.textNode(value.toString());
    }
}
