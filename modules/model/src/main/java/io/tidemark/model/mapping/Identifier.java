package io.tidemark.model.mapping;

import java.util.regex.Pattern;

/** The names a mapping may bring into the graph: nothing but letters, digits and underscores can become Cypher. */
public final class Identifier {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private Identifier() {}

    /** Whether the text may be a label, a relationship type or a property name. */
    public static boolean isValid(String text) {
        return SHAPE.matcher(text).matches();
    }

    /**
     * Passes an identifier through.
     *
     * @param what what it names, for the message
     * @throws IllegalArgumentException when it is none
     */
    public static String require(String what, String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    what + " '" + text + "' is no identifier: use letters, digits and underscores, not starting with a"
                            + " digit, at most 63");
        }
        return text;
    }
}
