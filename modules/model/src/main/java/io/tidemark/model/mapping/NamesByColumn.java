package io.tidemark.model.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name in the graph that each row takes from the value of a column: the type of its relationship, or a label of its node.
 *
 * @param column the column's name in Postgres
 * @param values the name for each value, as Postgres writes the value as text; at least one. Several may have the same
 */
public record NamesByColumn(String column, Map<String, String> values) {

    public NamesByColumn {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: of column " + column + " is empty: name each value");
        }
        values.values().forEach(name -> Identifier.require("name", name));
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Every name once, in the order of the mapping. */
    public List<String> names() {
        return values.values().stream().distinct().toList();
    }

    /**
     * The name for a value; empty for one that is not listed.
     *
     * @param value boolean, whole number or text; none has another text here than in Postgres
     */
    public Optional<String> name(@Nullable Object value) {
        return value == null ? Optional.empty() : Optional.ofNullable(values.get(value.toString()));
    }
}
