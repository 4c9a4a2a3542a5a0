package io.tidemark.e2e.reconcile;

import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.RowReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Session;

/** An application that has written its rows into the graph too, and has lost some of these writes. It knows nothing of Tidemark. */
final class DualWrites {

    private static final int BATCH = 10_000;

    private final TestPipeline pipeline;
    private final Mapping mapping;
    private final Predicate<RowKey> missed;
    private final Predicate<RowKey> stale;

    /**
     * Prepares the writes.
     *
     * @param missed the keys whose insert the graph never got
     * @param stale the keys whose last update the graph never got
     */
    DualWrites(TestPipeline pipeline, Predicate<RowKey> missed, Predicate<RowKey> stale) {
        this.pipeline = pipeline;
        this.mapping = pipeline.settings().mapping();
        this.missed = missed;
        this.stale = stale;
    }

    /** Writes the rows that there are, as elements with the property {@code source}. */
    void write() throws SQLException {
        try (Connection connection =
                        Connections.openAsApplication(pipeline.settings().database());
                Session session = pipeline.driver().session()) {
            for (ElementMapping element : mapping.elements()) {
                List<Map<String, Object>> rows = new ArrayList<>();
                new RowReader(connection).forEach(element, (key, properties) -> {
                    if (!missed.test(key)) {
                        rows.add(row(element, key, properties));
                    }
                });
                for (int first = 0; first < rows.size(); first += BATCH) {
                    session.run(
                                    cypher(element),
                                    Map.of("rows", rows.subList(first, Math.min(rows.size(), first + BATCH))))
                            .consume();
                }
            }
        }
    }

    private Map<String, Object> row(ElementMapping element, RowKey key, List<@Nullable Object> properties) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int index = 0; index < properties.size(); index++) {
            values.put(element.properties().get(index).property(), properties.get(index));
        }
        if (stale.test(key)) {
            values.put(element.properties().get(0).property(), "stale");
        }
        values.put("source", "application");
        return Map.of("key", key.values(), "properties", values);
    }

    private String cypher(ElementMapping element) {
        if (element instanceof NodeMapping node) {
            return "UNWIND $rows AS row CREATE (n:" + node.label() + " {"
                    + node.key().get(0) + ": row.key[0]}) SET n += row.properties";
        }
        EdgeMapping edge = (EdgeMapping) element;
        return "UNWIND $rows AS row MATCH (a:" + edge.from().label() + " {"
                + mapping.node(edge.from().label()).key().get(0) + ": row.key[0]}), (b:"
                + edge.to().label() + " {"
                + mapping.node(edge.to().label()).key().get(0) + ": row.key[1]}) CREATE (a)-[r:"
                + edge.type() + "]->(b) SET r += row.properties";
    }
}
