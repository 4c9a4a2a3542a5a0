package io.tidemark.graphstore;

/** The only way a name from a mapping gets into a statement. */
final class Cypher {

    private Cypher() {}

    /** The name in backticks. Mappings only hold plain identifiers; this does not rely on it. */
    static String quote(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    /** The text as a literal. */
    static String text(String text) {
        return '\'' + text.replace("\\", "\\\\").replace("'", "\\'") + '\'';
    }
}
