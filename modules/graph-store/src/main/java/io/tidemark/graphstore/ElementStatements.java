package io.tidemark.graphstore;

import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a row means in the graph, as Cypher. Pure.
 *
 * <p>A node carries its reference label ({@code UserRef}) as long as anything speaks of it, and its real label ({@code
 * User}) exactly while its row exists; further labels come and go with that, and no statement asks for them. Rows are lists: the key first (both ends
 * for an edge; one of several columns is a list itself), then the properties in the order of the mapping; setting a property to null removes it, and
 * no other property is ever touched.
 *
 * <h2>Why two writers end in the same graph</h2>
 *
 * Changes of one key are in one partition, and the watermark's lock lets one transaction at a time write a partition. So two
 * transactions never write the same row's element; they meet only at nodes: an edge's end, or a node and the edges of
 * its key. Neo4j reads committed state without locks, so each pair was thought through, and {@code GraphRaceScenario}
 * tries them:
 *
 * <ul>
 *   <li><b>Node or edge upsert × node or edge upsert.</b> Both merge the same reference. MERGE on a unique property, or on all properties of a
 *       constraint over several ({@code NodeUniqueIndexSeek(Locking)} in the plan of both), locks the index entry before it creates, and looks
 *       again: one creates, the other finds.
 *   <li><b>Edge delete × edge delete, edge delete × node delete.</b> Each might still see what the other has deleted but
 *       not committed, and both leave the reference behind for ever; or see a real label that the other is taking
 *       away. Relationship changes do not always lock the node exclusively (not on dense ones), hence {@link #lock}: whoever
 *       wants to remove a reference first takes the exclusive lock of that node, and only then, in a <em>separate statement</em>
 *       ({@link #removeReferences}), looks whether label and relationships are gone. The second to get the lock sees the
 *       first one's commit.
 *   <li><b>Edge or node delete × edge upsert.</b> The upsert found the reference, the delete removes it. If the delete commits first,
 *       the relationship cannot be created ({@code EntityNotFound}). If the relationship is created first, the delete
 *       waits for it or its commit is refused ("still has relationships"). Either way a transaction is rolled back whole
 *       and tried again; by then it sees the other's result.
 *   <li><b>Edge delete × node upsert.</b> The upsert found the reference, the delete removes it. Setting the label on the
 *       lost node fails with {@code EntityNotFound}. Setting properties on it would <em>not</em> fail but vanish (measured),
 *       so {@link #upsertNodes} sets the label first. The other way round: the label is set but not committed; the delete
 *       waits for the node's lock and then sees the label.
 *   <li><b>A row that changes its type × anything.</b> The relationship of the new type is an edge upsert; the one of the old type goes in the
 *       same transaction, and leaves no reference alone, for the new one is between the same nodes. Another writer sees one of
 *       them, or, where it takes the node away, is the delete of the cases above.
 * </ul>
 *
 * The lock is {@code SET n:Ref} with the label the node has: it takes the exclusive lock and writes nothing. ({@code REMOVE} of a
 * property that no node ever had takes no lock: measured.)
 */
final class ElementStatements {

    private ElementStatements() {}

    /**
     * {@code $rows}: lists of the key and the properties.
     *
     * @param ofColumns the labels that these rows take from columns
     */
    static String upsertNodes(NodeMapping node, Collection<String> ofColumns) {
        List<String> others = node.labelsOfColumns().stream()
                .filter(label -> !ofColumns.contains(label))
                .toList();
        return "UNWIND $rows AS row\n"
                + "MERGE (n" + KeyCypher.reference(node, "row[0]") + ")\n"
                + "SET n" + Cypher.labels(node.constantLabels()) + Cypher.labels(ofColumns)
                + (node.properties().isEmpty() ? "" : ", " + assignments("n", node.properties(), 1))
                + (others.isEmpty() ? "" : "\nREMOVE n" + Cypher.labels(others));
    }

    /** {@code $rows}: lists of the two ends' keys and the properties, of an edge that these identify and whose relationships have one type. */
    static String upsertEdges(Mapping mapping, EdgeMapping edge) {
        return "UNWIND $rows AS row\n"
                + "MERGE (a" + KeyCypher.reference(node(mapping, edge.from()), "row[0]") + ")\n"
                + "MERGE (b" + KeyCypher.reference(node(mapping, edge.to()), "row[1]") + ")\n"
                + "MERGE (a)-[r:" + Cypher.quote(edge.type()) + "]->(b)"
                + (edge.properties().isEmpty() ? "" : "\nSET " + assignments("r", edge.properties(), 2));
    }

    /**
     * {@code $rows}: lists of the two ends' keys, of relationships that have one of the types. The subquery makes the planner look between the two nodes; left free, it
     * walks all relationships of one of them (so it planned with index hints and behind a WITH), and there are celebrities.
     */
    static String deleteEdges(Mapping mapping, EdgeMapping edge, List<String> types) {
        return "UNWIND $rows AS row\n"
                + "MATCH (a" + KeyCypher.reference(node(mapping, edge.from()), "row[0]") + ")\n"
                + "MATCH (b" + KeyCypher.reference(node(mapping, edge.to()), "row[1]") + ")\n"
                + "CALL (a, b) {\n"
                + "  MATCH (a)-[r:" + Cypher.types(types) + "]->(b)\n"
                + "  DELETE r\n"
                + "}";
    }

    /** {@code $keys}: takes the exclusive locks of those nodes that are there, in this order; writes nothing. */
    static String lock(NodeMapping node) {
        return "UNWIND $keys AS key\n"
                + "MATCH (n" + KeyCypher.reference(node, "key") + ")\n"
                + "SET n:" + Cypher.quote(node.referenceLabel());
    }

    /** {@code $keys}: what the rows gave to the nodes goes; the references stay. */
    static String stripNodes(NodeMapping node) {
        return "UNWIND $keys AS key\n"
                + "MATCH (n" + KeyCypher.reference(node, "key") + ")\n"
                + "REMOVE n" + Cypher.labels(node.allLabels())
                + node.properties().stream()
                        .map(property -> ", n." + Cypher.quote(property.property()))
                        .collect(Collectors.joining());
    }

    /** {@code $keys}, locked before: removes those nodes that nothing speaks of any more. Never detaches. */
    static String removeReferences(NodeMapping node) {
        return "UNWIND $keys AS key\n"
                + "MATCH (n" + KeyCypher.reference(node, "key") + ")\n"
                + "WHERE NOT n:" + Cypher.quote(node.label()) + " AND NOT EXISTS { (n)--() }\n"
                + "DELETE n";
    }

    private static NodeMapping node(Mapping mapping, EndMapping end) {
        return mapping.node(end.label());
    }

    /** The properties of a row, of which the list {@code row} holds the first at this place. */
    static String assignments(String variable, List<PropertyMapping> properties, int first) {
        return IntStream.range(0, properties.size())
                .mapToObj(index -> variable + "."
                        + Cypher.quote(properties.get(index).property()) + " = row[" + (first + index) + "]")
                .collect(Collectors.joining(", "));
    }
}
