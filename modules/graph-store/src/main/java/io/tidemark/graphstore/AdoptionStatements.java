package io.tidemark.graphstore;

import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.stream.Collectors;

/**
 * Taking over nodes that something else made, as Cypher. Pure.
 *
 * <p>A node lacks nothing but its reference label: relationships need no mark of their own, for they are found through the
 * reference labels of their ends. So adopting sets one label on a node, and readers see no change.
 */
final class AdoptionStatements {

    private AdoptionStatements() {}

    /** Nodes without their reference label: id, then what they have in each place of the key. */
    static String foreign(NodeMapping node) {
        return "MATCH (n:" + label(node) + ") WHERE NOT n:" + reference(node) + " RETURN elementId(n), "
                + KeyCypher.listed(KeyCypher.properties("n", node.key()));
    }

    static String own(NodeMapping node) {
        return "MATCH (n:" + label(node) + ") WHERE n:" + reference(node) + " RETURN count(n)";
    }

    /** Keys of several nodes, references among them: key, nodes, and how many of these carry the label. */
    static String duplicates(NodeMapping node) {
        return "MATCH (n:" + label(node) + "|" + reference(node) + ") WHERE "
                + KeyCypher.properties("n", node.key()).stream()
                        .map(property -> property + " IS NOT NULL")
                        .collect(Collectors.joining(" AND "))
                + "\nWITH " + KeyCypher.of("n", node.key()) + " AS key, count(n) AS nodes, count(CASE WHEN n:"
                + label(node)
                + " THEN 1 END) AS labelled\nWHERE nodes > 1 RETURN key, nodes, labelled";
    }

    /**
     * {@code $rows}: lists of id and key. Sets the reference label, and says on how many. A node that was adopted, deleted or given
     * another key since it was read is left alone, and so is one whose key a reference has.
     */
    static String adopt(NodeMapping node) {
        return "UNWIND $rows AS row\nMATCH (n:" + label(node) + ") WHERE elementId(n) = row[0] AND "
                + KeyCypher.equal("n", node.key(), "row[1]") + " AND NOT n:" + reference(node)
                + "\n  AND NOT EXISTS { MATCH (" + KeyCypher.reference(node, "row[1]") + ") }\nSET n:" + reference(node)
                + "\nRETURN count(n)";
    }

    /** Pairs of nodes with several relationships of the type: both keys, and how many. */
    static String duplicates(EdgeMapping edge, NodeMapping from, NodeMapping to) {
        return "MATCH (a:" + label(from) + ")\nCALL (a) {\n  MATCH (a)-[r:" + type(edge) + "]->(b:" + label(to)
                + ")\n  WITH b, count(r) AS copies WHERE copies > 1\n  RETURN " + KeyCypher.of("b", to.key())
                + " AS end, copies\n}\nRETURN " + KeyCypher.of("a", from.key()) + ", end, copies";
    }

    /** How many relationships of the type do not say of which row they are. */
    static String unkeyed(EdgeMapping edge) {
        return "MATCH ()-[r:" + type(edge) + "]->() WHERE "
                + KeyCypher.properties("r", edge.key()).stream()
                        .map(property -> property + " IS NULL")
                        .collect(Collectors.joining(" OR "))
                + " RETURN count(r)";
    }

    /** How many relationships of the type lead from or to a node of another kind. */
    static String strays(EdgeMapping edge, NodeMapping from, NodeMapping to) {
        return "MATCH (a)-[r:" + type(edge) + "]->(b) WHERE NOT (a:" + label(from) + " OR a:" + reference(from)
                + ") OR NOT (b:" + label(to) + " OR b:" + reference(to) + ") RETURN count(r)";
    }

    private static String label(NodeMapping node) {
        return Cypher.quote(node.label());
    }

    private static String reference(NodeMapping node) {
        return Cypher.quote(node.referenceLabel());
    }

    private static String type(EdgeMapping edge) {
        return Cypher.types(edge.types());
    }
}
