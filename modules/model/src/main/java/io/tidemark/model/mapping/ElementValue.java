package io.tidemark.model.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something a row says besides its key.
 *
 * @param columns the columns' names in Postgres: one, or those of the key of a node at an end
 * @param name its name among the row's values: the property's, or the columns' where it is an end of a relationship
 */
public record ElementValue(List<String> columns, String name) {

    static ElementValue of(PropertyMapping property) {
        return new ElementValue(List.of(property.column()), property.property());
    }

    static ElementValue of(EndMapping end) {
        return new ElementValue(end.columns(), end.name());
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
}
