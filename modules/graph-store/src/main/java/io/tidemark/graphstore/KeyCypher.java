package io.tidemark.graphstore;

import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Keys as Cypher. A key of one column is a value, a key of several is the list of theirs. Pure. */
final class KeyCypher {

    private KeyCypher() {}

    /** What is behind the variable in the pattern of a node by its key: {@code :`UserRef` {`id`: value}}. */
    static String reference(NodeMapping node, String value) {
        return ":" + Cypher.quote(node.referenceLabel()) + map(node.key(), value);
    }

    /** The properties in a pattern that make the key. */
    static String map(List<String> key, String value) {
        return IntStream.range(0, key.size())
                .mapToObj(index -> Cypher.quote(key.get(index)) + ": " + part(key, value, index))
                .collect(Collectors.joining(", ", " {", "}"));
    }

    /** The condition that the node or relationship has this key. */
    static String equal(String variable, List<String> key, String value) {
        return IntStream.range(0, key.size())
                .mapToObj(index -> property(variable, key.get(index)) + " = " + part(key, value, index))
                .collect(Collectors.joining(" AND "));
    }

    /** The key that a node or relationship has. */
    static String of(String variable, List<String> key) {
        return key.size() == 1 ? property(variable, key.get(0)) : "[" + listed(properties(variable, key)) + "]";
    }

    /** The properties that hold the key. */
    static List<String> properties(String variable, List<String> key) {
        return key.stream().map(name -> property(variable, name)).toList();
    }

    /** The key of an edge that its ends identify, a column each; one that both ends have is read at the start. */
    static List<String> ofEnds(EdgeMapping edge, NodeMapping from, NodeMapping to) {
        List<String> starts = properties("a", from.key());
        List<String> ends = properties("b", to.key());
        return edge.keyColumns().stream()
                .map(column -> {
                    int start = edge.from().columns().indexOf(column);
                    return start >= 0
                            ? starts.get(start)
                            : ends.get(edge.to().columns().indexOf(column));
                })
                .toList();
    }

    /** What holds of both ends of an edge because one column is in both: a condition each. */
    static List<String> shared(EdgeMapping edge, NodeMapping from, NodeMapping to) {
        List<String> starts = properties("a", from.key());
        List<String> ends = properties("b", to.key());
        List<String> shared = new ArrayList<>();
        for (int end = 0; end < ends.size(); end++) {
            int start = edge.from().columns().indexOf(edge.to().columns().get(end));
            if (start >= 0) {
                shared.add(ends.get(end) + " = " + starts.get(start));
            }
        }
        return shared;
    }

    /** The names of these properties, as an index has them. */
    static String names(List<String> key) {
        return listed(key.stream().map(Cypher::quote).toList());
    }

    /** These names as texts. */
    static String texts(List<String> key) {
        return listed(key.stream().map(Cypher::text).toList());
    }

    static String listed(List<String> parts) {
        return String.join(", ", parts);
    }

    private static String property(String variable, String name) {
        return variable + "." + Cypher.quote(name);
    }

    private static String part(List<String> key, String value, int index) {
        return key.size() == 1 ? value : value + "[" + index + "]";
    }
}
