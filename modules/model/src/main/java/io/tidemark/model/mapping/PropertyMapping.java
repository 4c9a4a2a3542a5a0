package io.tidemark.model.mapping;

import org.jspecify.annotations.Nullable;

/**
 * A column and the property it becomes.
 *
 * @param column the column's name in Postgres
 * @param property the property's name in the graph
 * @param text whether the property is the text that Postgres writes for the value, whatever the column's type
 * @param vector the vector index on the property, which then is a list of numbers of one length; null where there is none
 */
public record PropertyMapping(
        String column,
        String property,
        boolean text,
        @Nullable VectorIndex vector) {

    public PropertyMapping {
        Identifier.require("property", property);
        if (text && vector != null) {
            throw new IllegalArgumentException(
                    "property '" + property + "' is a text and a vector: write one of the two");
        }
    }

    /** A property of the type that is the declared counterpart of the column's. */
    public PropertyMapping(String column, String property) {
        this(column, property, false, null);
    }

    /** A property that is its column's text. */
    public static PropertyMapping ofText(String column, String property) {
        return new PropertyMapping(column, property, true, null);
    }

    /** Whether the record and the reader of rows carry the column as text: also a vector, of whose numbers there are several types. */
    public boolean carriedAsText() {
        return text || vector != null;
    }
}
