package io.tidemark.postgres;

/** The only way a name from a mapping gets into a statement. */
final class Sql {

    private Sql() {}

    /** The name in double quotes. */
    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
