package io.tidemark.graphstore;

import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.value.Interval;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Session;
import org.neo4j.driver.types.IsoDuration;

/**
 * The mapped part of a graph, with everything that is on it: labels and properties that should not be there show.
 *
 * @param nodes every node with a reference label or a real one
 * @param edges every relationship of a mapped type
 */
public record GraphContents(Set<Node> nodes, Set<Edge> edges) {

    /**
     * A node.
     *
     * @param labels all its labels, sorted
     * @param properties all its properties, the key among them
     */
    public record Node(Set<String> labels, Map<String, Object> properties) {}

    /** A relationship, by the keys of its ends. */
    public record Edge(String type, Object from, Object to, Map<String, Object> properties) {}

    /**
     * Reads what is in a graph.
     *
     * @throws AssertionError when an element is there twice
     */
    public static GraphContents read(Graph graph, Mapping mapping) {
        Set<Node> nodes = new HashSet<>();
        Set<Edge> edges = new HashSet<>();
        try (Session session = graph.driver().session()) {
            for (NodeMapping node : mapping.nodes()) {
                session.run("MATCH (n) WHERE n:" + Cypher.quote(node.label()) + " OR n:"
                                + Cypher.quote(node.referenceLabel())
                                + " RETURN labels(n) AS labels, properties(n) AS properties")
                        .forEachRemaining(row -> once(
                                nodes,
                                new Node(
                                        new TreeSet<>(row.get("labels").asList(label -> label.asString())),
                                        present(row.get("properties").asMap()))));
            }
            List<EdgeMapping> mapped = new ArrayList<>();
            mapping.edges().forEach(edge -> mapped.addAll(edge.ofEachType()));
            mapping.nodes().forEach(node -> mapped.addAll(node.edgesOfRows()));
            for (EdgeMapping edge : mapped) {
                String from =
                        KeyCypher.of("a", mapping.node(edge.from().label()).key());
                String to = KeyCypher.of("b", mapping.node(edge.to().label()).key());
                session.run("MATCH (a)-[r:" + Cypher.quote(edge.type()) + "]->(b) RETURN " + from + " AS from, " + to
                                + " AS to, properties(r) AS properties")
                        .forEachRemaining(row -> once(
                                edges,
                                new Edge(
                                        edge.type(),
                                        row.get("from").asObject(),
                                        row.get("to").asObject(),
                                        present(row.get("properties").asMap()))));
            }
        }
        return new GraphContents(nodes, edges);
    }

    /** Properties as the graph holds them: none is null, and values compare by content. */
    static Map<String, Object> present(Map<String, ? extends @Nullable Object> properties) {
        Map<String, Object> present = new HashMap<>();
        properties.forEach((name, value) -> {
            if (value != null) {
                present.put(name, comparable(value));
            }
        });
        return present;
    }

    private static Object comparable(Object value) {
        if (value instanceof ZonedDateTime time) {
            return time.toOffsetDateTime().withOffsetSameInstant(ZoneOffset.UTC);
        }
        if (value instanceof IsoDuration duration) {
            return new Interval(duration.months(), duration.days(), duration.seconds(), duration.nanoseconds());
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        return value instanceof List<?> list
                ? list.stream().map(GraphContents::comparable).toList()
                : value;
    }

    private static <T> void once(Set<T> elements, T element) {
        if (!elements.add(element)) {
            throw new AssertionError("twice in the graph: " + element);
        }
    }
}
