package io.tidemark.graphstore;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.model.value.Interval;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.neo4j.driver.types.IsoDuration;

/** Reads the mapped part of the graph; never writes. Thread-safe. */
public final class GraphReader {

    private final Graph graph;
    private final Mapping mapping;

    GraphReader(Graph graph, Mapping mapping) {
        this.graph = graph;
        this.mapping = mapping;
    }

    /** An element of the graph as it is read. */
    @FunctionalInterface
    public interface Visitor {

        /** Takes one element; properties in the order of the mapping, null where there is none. */
        void visit(RowKey key, List<@Nullable Object> properties);
    }

    /**
     * How many elements each table has in the graph, in the order of the mapping; references that no row backs do not
     * count.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public Map<ElementMapping, Long> counts() {
        return graph.session("counting", session -> {
            Map<ElementMapping, Long> counts = new LinkedHashMap<>();
            for (ElementMapping element : mapping.elements()) {
                counts.put(element, session.run(count(element)).single().get(0).asLong());
            }
            return counts;
        });
    }

    /**
     * The node tables whose label is on nodes that Tidemark did not make, in the order of the mapping.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public List<ForeignNodes> foreignNodes() {
        return graph.session("looking for nodes of others", session -> {
            List<ForeignNodes> found = new ArrayList<>();
            for (NodeMapping node : mapping.nodes()) {
                long count =
                        session.run(ForeignNodes.count(node)).single().get(0).asLong();
                if (count > 0) {
                    found.add(new ForeignNodes(
                            node, count, session.run(ForeignNodes.own(node)).hasNext()));
                }
            }
            return found;
        });
    }

    /**
     * What earlier mappings have brought into the graph and this one does not have, as far as it is still there; a line each.
     *
     * @param earlier see {@link WrittenMappings}
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public List<String> leftovers(List<Mapping> earlier) {
        return graph.session(
                "looking for leftovers",
                session -> new WrittenElements(mapping, earlier)
                        .leftovers(mapping).stream()
                                .filter(leftover ->
                                        session.run(leftover.found()).hasNext())
                                .map(WrittenElements.Leftover::what)
                                .toList());
    }

    /** How many references nothing speaks of any more are left behind; the sink leaves none. */
    public long abandonedReferences() {
        return references("NOT EXISTS { (n)--() }");
    }

    /** How many references without a row are kept because an edge names them. */
    public long namedReferences() {
        return references("EXISTS { (n)--() }");
    }

    private long references(String condition) {
        return graph.session("counting references", session -> {
            long references = 0;
            for (NodeMapping node : mapping.nodes()) {
                references += session.run("MATCH (n:" + Cypher.quote(node.referenceLabel()) + ") WHERE NOT n:"
                                + Cypher.quote(node.label()) + " AND " + condition + " RETURN count(n)")
                        .single()
                        .get(0)
                        .asLong();
            }
            return references;
        });
    }

    /** Row changes applied since the graph was last empty, over all watermarks of topics with this prefix and a dot. */
    public long appliedChanges(String prefix) {
        return graph.session(
                "reading the watermarks",
                session -> session.run(
                                "MATCH (w:TidemarkWatermark) WHERE w.topic STARTS WITH $start RETURN sum(w.changes)",
                                Map.of("start", prefix + "."))
                        .single()
                        .get(0)
                        .asLong());
    }

    /**
     * A property of the nodes that an edge leads from to the node with the given value of the same property, sorted;
     * both ends' rows exist.
     *
     * @param type a relationship type of the mapping
     * @param property a property that both ends have, as text
     */
    public List<String> sourcesOf(String type, String property, String value) {
        EdgeMapping edge = mapping.edges().stream()
                .filter(candidate -> candidate.types().contains(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("type " + type + " is not mapped"));
        String name = Cypher.quote(property);
        String query = "MATCH (a:" + Cypher.quote(edge.from().label()) + ")-[:" + Cypher.quote(type) + "]->(b:"
                + Cypher.quote(edge.to().label()) + ") WHERE b." + name + " = $value RETURN a." + name
                + " AS source ORDER BY source";
        return graph.session(
                "reading " + type,
                session -> session.run(query, Map.of("value", value))
                        .list(row -> row.get(0).asString()));
    }

    /**
     * Visits every element of a table, streamed, in no order. An edge is visited whatever its ends are; a node only
     * when its row exists.
     *
     * @throws TidemarkException RETRY when Neo4j cannot be reached, or an element went while it was read
     */
    public void forEach(ElementMapping element, Visitor visitor) {
        graph.session("reading " + element.table(), session -> {
            int keys = element.keyColumns().size();
            session.run(scan(element)).stream().forEach(row -> visit(element, row, keys, visitor));
            return true;
        });
    }

    private static void visit(ElementMapping element, Record row, int keys, Visitor visitor) {
        List<Object> key = new ArrayList<>(keys);
        for (int i = 0; i < keys; i++) {
            // Neo4j reads what is committed at each moment: what was deleted since it was found has no properties.
            if (row.get(i).isNull()) {
                throw new TidemarkException(
                        Category.RETRY, "an element of " + element.table() + " went while the graph was read");
            }
            key.add(row.get(i).asObject());
        }
        List<@Nullable Object> properties = new ArrayList<>(row.size() - keys);
        for (int i = keys; i < row.size(); i++) {
            properties.add(value(row.get(i)));
        }
        visitor.visit(new RowKey(key), properties);
    }

    /** The value in the Java types of {@link io.tidemark.model.value.GraphType}; null for null. */
    static @Nullable Object value(Value value) {
        if (value.isNull()) {
            return null;
        }
        Object object = value.asObject();
        if (object instanceof ZonedDateTime time) {
            return time.toOffsetDateTime().withOffsetSameInstant(ZoneOffset.UTC);
        }
        if (object instanceof IsoDuration duration) {
            return new Interval(duration.months(), duration.days(), duration.seconds(), duration.nanoseconds());
        }
        return object instanceof List<?> ? value.asList(GraphReader::value) : object;
    }

    private String count(ElementMapping element) {
        return element instanceof NodeMapping node
                ? "MATCH (n:" + Cypher.quote(node.label()) + ") RETURN count(n)"
                : "MATCH ()-[r:" + Cypher.types(((EdgeMapping) element).types()) + "]->() RETURN count(r)";
    }

    private String scan(ElementMapping element) {
        if (element instanceof NodeMapping node) {
            return "MATCH (e" + Cypher.labels(node.constantLabels()) + ") RETURN "
                    + KeyCypher.listed(KeyCypher.properties("e", node.key()))
                    + node.edges().stream()
                            .map(edge -> ", " + ForeignKeyStatements.value(mapping, edge, "e"))
                            .collect(Collectors.joining())
                    + NodeLabels.ofColumns(node, "e")
                    + properties(node);
        }
        EdgeMapping edge = (EdgeMapping) element;
        NodeMapping from = mapping.node(edge.from().label());
        NodeMapping to = mapping.node(edge.to().label());
        String read = KeyCypher.listed(
                edge.identifiedByEnds()
                        ? KeyCypher.ofEnds(edge, from, to)
                        : Stream.concat(
                                        KeyCypher.properties("e", edge.key()).stream(),
                                        Stream.of(KeyCypher.of("a", from.key()), KeyCypher.of("b", to.key())))
                                .toList());
        return "MATCH (a:" + Cypher.quote(from.referenceLabel()) + ")-[e:" + Cypher.types(edge.types()) + "]->(b:"
                + Cypher.quote(to.referenceLabel()) + ") RETURN " + read + EdgeTypes.read(edge, "e") + properties(edge);
    }

    private static String properties(ElementMapping element) {
        return element.properties().stream()
                .map(PropertyMapping::property)
                .map(property -> ", e." + Cypher.quote(property))
                .collect(Collectors.joining());
    }
}
