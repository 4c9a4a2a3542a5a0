package io.tidemark.model.mapping;

/** The names a mapping may bring into the graph. Statements have them in backticks, whatever they are. */
public final class Identifier {

    private static final int LONGEST = 255;

    private Identifier() {}

    /** Whether the text may be a label, a relationship type or a property name. */
    public static boolean isValid(String text) {
        // Neo4j reads an escaped character (backslash, u, four digits) before it looks for backticks
        return !text.isBlank()
                && text.length() <= LONGEST
                && text.indexOf('\\') < 0
                && text.chars().noneMatch(Character::isISOControl)
                && !text.equals(ElementValue.TYPE);
    }

    /**
     * Passes an identifier through.
     *
     * @param what what it names, for the message
     * @throws IllegalArgumentException when it is none
     */
    public static String require(String what, String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(what + " '" + text.replaceAll("\\p{Cntrl}", "?")
                    + "' is not a valid name in the graph: use 1 to " + LONGEST
                    + " characters, no backslash, no control characters, not " + ElementValue.TYPE);
        }
        return text;
    }
}
