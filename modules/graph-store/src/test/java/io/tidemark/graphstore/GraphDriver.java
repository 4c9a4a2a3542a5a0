package io.tidemark.graphstore;

import org.neo4j.driver.Driver;

/** The driver under a graph, for tests that plant and look with Cypher of their own. */
public final class GraphDriver {

    private GraphDriver() {}

    /** Belongs to the graph, which closes it. */
    public static Driver of(Graph graph) {
        return graph.driver();
    }
}
