package io.tidemark.graphstore;

import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.NodeMapping;

/** Finding and removing what Tidemark keeps in a graph beside the mapped elements, as Cypher. Pure. */
final class OwnStatements {

    private static final String BATCH = " LIMIT 10000 ";

    /** {@code $prefix}: how many nodes of each kind say how far the graph is, and with what it was written. */
    static final String POSITIONS = """
            RETURN COUNT { MATCH (:Tidemark {prefix: $prefix}) } AS tidemarks,
              COUNT { MATCH (w:TidemarkWatermark) WHERE w.topic STARTS WITH $prefix + '.' } AS watermarks,
              COUNT { MATCH (:TidemarkHold {prefix: $prefix}) } AS holds,
              COUNT { MATCH (:TidemarkMapping {prefix: $prefix}) } AS mappings""";

    /** {@code $prefix}: removes them, the hold among them. */
    static final String REMOVE_POSITIONS = """
            CALL () {
              MATCH (t:Tidemark {prefix: $prefix}) RETURN t AS n
              UNION MATCH (w:TidemarkWatermark) WHERE w.topic STARTS WITH $prefix + '.' RETURN w AS n
              UNION MATCH (m:TidemarkMapping {prefix: $prefix}) RETURN m AS n
              UNION MATCH (h:TidemarkHold {prefix: $prefix}) RETURN h AS n
            }
            DELETE n RETURN count(*)""";

    private OwnStatements() {}

    /** How many nodes have the reference label beside their label, and how many have it alone. */
    static String references(NodeMapping node) {
        return "MATCH (n:" + reference(node) + ") RETURN count(CASE WHEN n:" + label(node)
                + " THEN 1 END) AS labelled, count(CASE WHEN NOT n:" + label(node) + " THEN 1 END) AS alone";
    }

    /** Removes a batch of the relationships whose ends are ours, where an end has no row; says how many. */
    static String cut(EdgeMapping edge) {
        return "MATCH (a:" + Cypher.quote(edge.from().referenceLabel()) + ")-[r:" + Cypher.quote(edge.type()) + "]->(b:"
                + Cypher.quote(edge.to().referenceLabel()) + ") WHERE NOT a:"
                + Cypher.quote(edge.from().label()) + " OR NOT b:"
                + Cypher.quote(edge.to().label()) + " WITH r" + BATCH + "DELETE r RETURN count(*)";
    }

    /**
     * Takes the reference label off a batch of nodes without a row, and removes those of them that nothing else uses; says how many there
     * were.
     */
    static String removeAlone(NodeMapping node) {
        return "MATCH (n:" + reference(node) + ") WHERE NOT n:" + label(node) + " WITH n"
                + ", EXISTS { (n)--() } OR size(labels(n)) > 1 OR any(name IN keys(n) WHERE "
                + (node.key().size() == 1
                        ? "name <> " + KeyCypher.texts(node.key())
                        : "NOT name IN [" + KeyCypher.texts(node.key()) + "]")
                + ") AS used" + BATCH + "REMOVE n:" + reference(node)
                + " FOREACH (unused IN CASE WHEN used THEN [] ELSE [n] END | DELETE unused) RETURN count(*)";
    }

    /** Takes the reference label off a batch of nodes with a row; says how many. */
    static String unlabel(NodeMapping node) {
        return "MATCH (n:" + reference(node) + ":" + label(node) + ") WITH n" + BATCH + "REMOVE n:" + reference(node)
                + " RETURN count(*)";
    }

    private static String reference(NodeMapping node) {
        return Cypher.quote(node.referenceLabel());
    }

    private static String label(NodeMapping node) {
        return Cypher.quote(node.label());
    }
}
