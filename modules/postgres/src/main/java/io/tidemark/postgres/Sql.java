package io.tidemark.postgres;

import io.tidemark.model.mapping.ElementValue;

/** The only way a name or a text from a mapping gets into a statement. */
final class Sql {

    private Sql() {}

    /** The name in double quotes. */
    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /**
     * What a column says, as it is read.
     *
     * @param column its name in the statement
     */
    static String value(ElementValue value, String column) {
        if (value.vector() != null) {
            return ValueText.numbers(column);
        }
        return value.text() ? ValueText.of(column) : column;
    }

    /** The text as a literal, whatever {@code standard_conforming_strings} says. */
    static String text(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
