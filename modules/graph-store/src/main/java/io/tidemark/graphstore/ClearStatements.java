package io.tidemark.graphstore;

import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Emptying the mapped part of a graph as Cypher. Pure.
 *
 * <p>What is ours is told by the reference labels alone: a relationship of a mapped type counts when both its ends carry the
 * one that the mapping says. Elements are found by one statement and removed by another, which checks each of them
 * again: an id that was given to something else meanwhile is left alone.
 */
final class ClearStatements {

    private final List<EdgeMapping> edges;

    /** @param edges all that the pipeline has, or had */
    ClearStatements(List<EdgeMapping> edges) {
        this.edges = List.copyOf(edges);
    }

    /** The ids of an element's nodes or relationships. The hint has each relationship found by itself, not along chains that shrink. */
    String find(ElementMapping element) {
        return element instanceof EdgeMapping edge
                ? "MATCH " + pattern(edge) + " USING SCAN r:" + Cypher.quote(edge.type()) + " RETURN elementId(r)"
                : "MATCH " + pattern((NodeMapping) element) + " RETURN elementId(n)";
    }

    String count(ElementMapping element) {
        return element instanceof EdgeMapping edge
                ? "MATCH " + pattern(edge) + " RETURN count(r)"
                : "MATCH " + pattern((NodeMapping) element) + " RETURN count(n)";
    }

    /**
     * {@code $ids}: removes relationships, or nodes that were stripped and locked before and that no other data uses; says
     * how many. Never detaches.
     */
    String delete(ElementMapping element) {
        return element instanceof EdgeMapping edge ? delete(edge) : delete((NodeMapping) element);
    }

    private static String delete(EdgeMapping edge) {
        return "UNWIND $ids AS id MATCH " + pattern(edge) + " WHERE elementId(r) = id DELETE r RETURN count(r)";
    }

    /**
     * {@code $ids}: takes what rows gave to nodes. The label they have already is set for the lock it takes (see {@link
     * ElementStatements}).
     */
    String strip(NodeMapping node) {
        return "UNWIND $ids AS id MATCH " + pattern(node) + " WHERE elementId(n) = id\nSET n:"
                + Cypher.quote(node.referenceLabel()) + "\nREMOVE n" + Cypher.labels(node.allLabels())
                + node.properties().stream()
                        .map(property -> ", n." + Cypher.quote(property.property()))
                        .collect(Collectors.joining());
    }

    private static String delete(NodeMapping node) {
        return "UNWIND $ids AS id MATCH " + pattern(node)
                + " WHERE elementId(n) = id AND NOT EXISTS { (n)--() } AND NOT " + hasForeignLabel(node) + " AND NOT "
                + hasForeignProperty(node) + "\nDELETE n RETURN count(n)";
    }

    /**
     * How many nodes stay, how many of them a row has given something to, and why they stay: because of a relationship that
     * is not mapped, of a label, of a property. One node may have several reasons.
     */
    String staying(NodeMapping node) {
        String types =
                edges.stream().map(edge -> Cypher.quote(edge.type())).distinct().collect(Collectors.joining("|"));
        String mapped = types.isEmpty() ? "0" : "COUNT { (n)-[:" + types + "]-() }";
        return "MATCH " + pattern(node) + "\nWITH " + carries(node) + " AS carried, COUNT { (n)--() } > " + mapped
                + " AS relationship, "
                + hasForeignLabel(node) + " AS label, " + hasForeignProperty(node) + " AS property"
                + "\nWHERE relationship OR label OR property\nRETURN count(*) AS nodes,"
                + " count(CASE WHEN carried THEN 1 END) AS carried,"
                + " count(CASE WHEN relationship THEN 1 END) AS relationships,"
                + " count(CASE WHEN label THEN 1 END) AS labels, count(CASE WHEN property THEN 1 END) AS properties";
    }

    /** How many carry the label or type, but are none of ours. */
    String strays(ElementMapping element) {
        if (element instanceof EdgeMapping edge) {
            return "MATCH (a)-[r:" + Cypher.quote(edge.type()) + "]->(b) WHERE NOT a:"
                    + Cypher.quote(edge.from().referenceLabel()) + " OR NOT b:"
                    + Cypher.quote(edge.to().referenceLabel()) + " RETURN count(r)";
        }
        NodeMapping node = (NodeMapping) element;
        return "MATCH (n:" + Cypher.quote(node.label()) + ") WHERE NOT n:" + Cypher.quote(node.referenceLabel())
                + " RETURN count(n)";
    }

    private static String carries(NodeMapping node) {
        return node.properties().stream()
                .map(property -> " OR n." + Cypher.quote(property.property()) + " IS NOT NULL")
                .collect(Collectors.joining("", "(n:" + Cypher.quote(node.label()) + NodeLabels.orAny(node, "n"), ")"));
    }

    private static String hasForeignLabel(NodeMapping node) {
        List<String> own = Stream.concat(node.allLabels().stream(), Stream.of(node.referenceLabel()))
                .toList();
        return "any(label IN labels(n) WHERE NOT label IN " + Cypher.texts(own) + ")";
    }

    private static String hasForeignProperty(NodeMapping node) {
        return node.properties().stream()
                .map(property -> ", " + Cypher.text(property.property()))
                .collect(Collectors.joining(
                        "", "any(name IN keys(n) WHERE NOT name IN [" + KeyCypher.texts(node.key()), "])"));
    }

    private static String pattern(EdgeMapping edge) {
        return "(a:" + Cypher.quote(edge.from().referenceLabel()) + ")-[r:" + Cypher.quote(edge.type()) + "]->(b:"
                + Cypher.quote(edge.to().referenceLabel()) + ")";
    }

    private static String pattern(NodeMapping node) {
        return "(n:" + Cypher.quote(node.referenceLabel()) + ")";
    }
}
