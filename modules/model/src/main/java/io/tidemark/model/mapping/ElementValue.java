package io.tidemark.model.mapping;

/**
 * Something a row says besides its key.
 *
 * @param column the column's name in Postgres
 * @param name its name among the row's values: the property's, or the column's where it is an end of a relationship
 */
public record ElementValue(String column, String name) {}
