package io.tidemark.model.mapping;

/**
 * A column and the property it becomes.
 *
 * @param column the column's name in Postgres
 * @param property the property's name in the graph
 */
public record PropertyMapping(String column, String property) {

    public PropertyMapping {
        Identifier.require("property", property);
    }
}
