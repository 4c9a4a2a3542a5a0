package io.tidemark.graphstore;

import java.util.Collection;
import java.util.stream.Collectors;

/** The only way a name from a mapping gets into a statement. */
final class Cypher {

    private Cypher() {}

    /** The name in backticks. Mappings only hold plain identifiers; this does not rely on it. */
    static String quote(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    /** Relationship types as a pattern has them: of one of these. */
    static String types(Collection<String> types) {
        return types.stream().map(Cypher::quote).collect(Collectors.joining("|"));
    }

    /** Labels as {@code SET}, {@code REMOVE} and a pattern have them: all of these. */
    static String labels(Collection<String> labels) {
        return labels.stream().map(label -> ":" + quote(label)).collect(Collectors.joining());
    }

    /** The texts as a list of literals. */
    static String texts(Collection<String> texts) {
        return texts.stream().map(Cypher::text).collect(Collectors.joining(", ", "[", "]"));
    }

    /** The text as a literal. */
    static String text(String text) {
        return '\'' + text.replace("\\", "\\\\").replace("'", "\\'") + '\'';
    }
}
