package io.tidemark.reconciler.verify;

import io.tidemark.model.mapping.ElementMapping;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A drift as the fields of a JSON object. Pure. */
public final class DriftJson {

    private DriftJson() {}

    /** Its table, kind and key, and the properties of both sides by name; a side that is not there is null. */
    public static Map<String, @Nullable Object> of(Drift drift, ElementMapping element) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table", drift.table().toString());
        fields.put("kind", drift.kind().name().toLowerCase(java.util.Locale.ROOT));
        fields.put("key", KeyTexts.of(drift.key()));
        fields.put("postgres", named(drift.row(), element));
        fields.put("neo4j", named(drift.element(), element));
        if (drift.copies() > 1) {
            fields.put("copies", drift.copies());
        }
        return fields;
    }

    private static @Nullable Map<String, @Nullable Object> named(
            @Nullable List<@Nullable Object> values, ElementMapping element) {
        if (values == null) {
            return null;
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int index = 0; index < values.size(); index++) {
            named.put(element.properties().get(index).property(), plain(values.get(index)));
        }
        return named;
    }

    /** Numbers that JSON has, booleans and texts; everything else as text. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(DriftJson::plain).toList();
        }
        if (value == null || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        return value.toString();
    }
}
