package io.tidemark.graphstore;

import io.tidemark.model.mapping.NamesByColumn;
import io.tidemark.model.mapping.NodeMapping;
import java.util.stream.Collectors;

/** The labels that rows give to nodes, as they are read. Pure. */
final class NodeLabels {

    private NodeLabels() {}

    /** Whether a node has all labels that every row gives, as Cypher. */
    static String present(NodeMapping node, String variable) {
        return node.constantLabels().stream()
                .map(label -> variable + ":" + Cypher.quote(label))
                .collect(Collectors.joining(" AND "));
    }

    /** Conditions, each with {@code OR} in front, that a node has one of these labels although it may lack another; none where there is but one. */
    static String orAny(NodeMapping node, String variable) {
        return node.allLabels().size() == 1
                ? ""
                : node.allLabels().stream()
                        .map(label -> " OR " + variable + ":" + Cypher.quote(label))
                        .collect(Collectors.joining());
    }

    /** For each column that says a label what the graph holds, with a comma in front: null, the label, or a list that no row can say. */
    static String ofColumns(NodeMapping node, String variable) {
        return node.labelsByColumn().stream()
                .map(labels -> ", " + value(labels, variable))
                .collect(Collectors.joining());
    }

    private static String value(NamesByColumn labels, String variable) {
        String found = "[label IN " + Cypher.texts(labels.names()) + " WHERE label IN labels(" + variable + ")]";
        return "CASE size(" + found + ") WHEN 0 THEN null WHEN 1 THEN " + found + "[0] ELSE " + found + " END";
    }
}
