package io.tidemark.graphstore;

import io.tidemark.concurrent.Retries;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;

/**
 * What Tidemark keeps in a graph beside the mapped elements: positions, reference labels, and nodes that are only references. Removing them
 * leaves the graph that an application would have that wrote the mapped elements itself. It can be broken off at any point and done again.
 * No sink may run. One thread.
 */
public final class OwnElements {

    private final Graph graph;
    private final WrittenElements elements;
    private final String prefix;
    private final Holds holds;
    private final Retries retries;

    OwnElements(Graph graph, Mapping mapping, String prefix, Retries retries) {
        this.graph = graph;
        this.elements = new WrittenElements(mapping, graph.written(prefix).all());
        this.prefix = prefix;
        this.holds = graph.holds(prefix);
        this.retries = retries;
    }

    /** How many nodes say how far the graph is, and with what it was written, by kind. */
    public record Positions(long tidemarks, long watermarks, long holds, long mappings) {

        public boolean isEmpty() {
            return tidemarks + watermarks + holds + mappings == 0;
        }
    }

    /**
     * The nodes of a node table with the reference label.
     *
     * @param labelled how many have a row, and the label itself
     * @param alone how many have none: edges name them
     */
    public record References(long labelled, long alone) {

        public boolean isEmpty() {
            return labelled + alone == 0;
        }
    }

    /** The node tables of the mapping, and of those that the graph was written with before. */
    public List<NodeMapping> nodes() {
        return elements.all().stream()
                .filter(NodeMapping.class::isInstance)
                .map(NodeMapping.class::cast)
                .toList();
    }

    /** The positions of this pipeline. */
    public Positions positions() {
        return graph.session("counting the positions of " + prefix, session -> {
            Record row = session.run(OwnStatements.POSITIONS, Map.of("prefix", prefix))
                    .single();
            return new Positions(
                    row.get("tidemarks").asLong(),
                    row.get("watermarks").asLong(),
                    row.get("holds").asLong(),
                    row.get("mappings").asLong());
        });
    }

    /** The references of a node table. */
    public References references(NodeMapping node) {
        return graph.session("counting references of " + node.table(), session -> {
            Record row = session.run(OwnStatements.references(node)).single();
            return new References(row.get("labelled").asLong(), row.get("alone").asLong());
        });
    }

    /**
     * Removes the relationships that lead to nodes without a row, these nodes (where something else uses one, only its reference label),
     * and then the reference labels of the others. A hold keeps sinks waiting meanwhile, until {@link #removePositions}.
     *
     * @param reason what the hold says of its origin
     */
    public void removeReferences(String reason) {
        holds.set(reason);
        // what leads to a reference is ours only while both its ends say so: the labels go last
        for (EdgeMapping edge : elements.edges()) {
            all("cutting " + edge.table(), OwnStatements.cut(edge));
        }
        for (NodeMapping node : nodes()) {
            all("removing references of " + node.table(), OwnStatements.removeAlone(node));
        }
        for (NodeMapping node : nodes()) {
            all("removing the label " + node.referenceLabel(), OwnStatements.unlabel(node));
        }
    }

    /** Removes tidemark, watermarks and hold of this pipeline in one transaction. */
    public void removePositions() {
        retries.untilDone(() -> graph.transaction("removing the positions of " + prefix, transaction -> {
            transaction
                    .run(OwnStatements.REMOVE_POSITIONS, Map.of("prefix", prefix))
                    .consume();
            transaction.commit();
            return true;
        }));
    }

    private void all(String doing, String statement) {
        while (retries.untilDone(() -> batch(doing, statement)) > 0) {
            // the next batch
        }
    }

    private long batch(String doing, String statement) {
        return graph.transaction(doing, transaction -> {
            holds.lock(transaction);
            long done = transaction.run(statement).single().get(0).asLong();
            transaction.commit();
            return done;
        });
    }
}
