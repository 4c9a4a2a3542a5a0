package io.tidemark.model.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something a row says besides its key.
 *
 * @param columns the columns' names in Postgres: one, or those of the key of a node at an end
 * @param name its name among the row's values: the property's, or the columns' where it is an end of a relationship; {@link #TYPE} for a
 *     relationship's type, {@code label by} the column for a node's label
 * @param text see {@link PropertyMapping#text()}
 * @param vector see {@link PropertyMapping#vector()}
 * @param names the names in the graph that the column's values stand for; null where the graph holds the value itself
 */
public record ElementValue(
        List<String> columns,
        String name,
        boolean text,
        @Nullable VectorIndex vector,
        @Nullable NamesByColumn names) {

    /** The name of a relationship's type among the values of a row, as Cypher asks for it; no property can have it. */
    public static final String TYPE = "type(r)";

    /** In place of a name where the mapping lists none for the column's value; no graph holds it. */
    public static final String UNLISTED = "a value that the mapping does not list";

    static ElementValue of(PropertyMapping property) {
        return new ElementValue(
                List.of(property.column()), property.property(), property.text(), property.vector(), null);
    }

    static ElementValue of(EndMapping end) {
        return new ElementValue(end.columns(), end.name(), false, null, null);
    }

    /** The type of a relationship. */
    static ElementValue ofType(NamesByColumn types) {
        return new ElementValue(List.of(types.column()), TYPE, false, null, types);
    }

    /** A label of a node; null for a row that has none. */
    static ElementValue ofLabel(NamesByColumn labels) {
        return new ElementValue(List.of(labels.column()), "label by " + labels.column(), false, null, labels);
    }

    /** Whether the value is of the columns' own types. */
    boolean isTyped() {
        return !text && vector == null;
    }

    /**
     * The value that the columns make: that of the only one, or a list; null when one of them is null.
     *
     * @param values one a column
     */
    public static @Nullable Object of(List<? extends @Nullable Object> values) {
        if (values.size() == 1) {
            return values.get(0);
        }
        return values.stream().anyMatch(value -> value == null) ? null : List.copyOf(values);
    }

    /** What the graph has to hold for this value of the row; {@link #UNLISTED} where there is nothing to hold. */
    public @Nullable Object inGraph(@Nullable Object value) {
        if (names == null || (value == null && !name.equals(TYPE))) {
            return value;
        }
        return names.name(value).orElse(UNLISTED);
    }
}
