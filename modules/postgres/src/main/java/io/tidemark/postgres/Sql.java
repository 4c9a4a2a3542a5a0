package io.tidemark.postgres;

/** The only way a name or a text from a mapping gets into a statement. */
final class Sql {

    private Sql() {}

    /** The name in double quotes. */
    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The text as a literal, whatever {@code standard_conforming_strings} says. */
    static String text(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
