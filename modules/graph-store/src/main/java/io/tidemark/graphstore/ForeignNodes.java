package io.tidemark.graphstore;

import io.tidemark.model.mapping.NodeMapping;

/**
 * Nodes that carry a node table's label but not its reference label: something else made them, such as an application that
 * writes to both databases. A row with the key of one cannot be written, for the key is taken.
 *
 * @param node the node table
 * @param count how many; at least 1
 * @param amongOwn whether the graph also has nodes of this label that rows are written to
 */
public record ForeignNodes(NodeMapping node, long count, boolean amongOwn) {

    /** The statement that removes them with their relationships, in batches; it runs in no transaction of the caller's. */
    public String removal() {
        return pattern(node) + " CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS";
    }

    static String count(NodeMapping node) {
        return pattern(node) + " RETURN count(n)";
    }

    static String own(NodeMapping node) {
        return "MATCH (n:" + Cypher.quote(node.referenceLabel()) + ") WHERE n:" + Cypher.quote(node.label())
                + " RETURN n LIMIT 1";
    }

    private static String pattern(NodeMapping node) {
        return "MATCH (n:" + Cypher.quote(node.label()) + ") WHERE NOT n:" + Cypher.quote(node.referenceLabel());
    }
}
