package io.tidemark.model;

/**
 * A table's name with its schema, as Postgres stores it (unquoted, case kept).
 *
 * @param schema for example {@code public}; never empty
 * @param name for example {@code follows}; never empty
 */
public record TableName(String schema, String name) implements Comparable<TableName> {

    public TableName {
        if (schema.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException("a table name needs a schema and a name, as in public.users");
        }
    }

    /**
     * Reads {@code schema.name}; a name alone is in {@code public}.
     *
     * @throws IllegalArgumentException when either part is missing or there are more than two
     */
    public static TableName parse(String text) {
        String[] parts = text.split("\\.", -1);
        return switch (parts.length) {
            case 1 -> new TableName("public", parts[0]);
            case 2 -> new TableName(parts[0], parts[1]);
            default -> throw new IllegalArgumentException("'" + text + "' is not a table name: write schema.table");
        };
    }

    /** The name as an SQL identifier, each part in double quotes. */
    public String quoted() {
        return quote(schema) + "." + quote(name);
    }

    private static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
