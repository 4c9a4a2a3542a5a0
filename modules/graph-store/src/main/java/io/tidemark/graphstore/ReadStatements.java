package io.tidemark.graphstore;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.model.value.GraphType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;

/**
 * Reading one table's elements as Cypher. Pure. It looks for what a row means in the graph, and uses none of the statements
 * that write it.
 */
final class ReadStatements {

    /** A start with very many edges comes in several records. */
    private static final int EDGES_A_RECORD = 1_000;

    private final Mapping mapping;
    private final ElementMapping element;
    private final List<GraphType> keyTypes;
    private final NodeMapping from;
    private final NodeMapping to;

    /** The key's values, one for each of its columns. */
    private final List<String> key;

    ReadStatements(Mapping mapping, ElementMapping element, List<GraphType> keyTypes) {
        this.mapping = mapping;
        this.element = element;
        this.keyTypes = List.copyOf(keyTypes);
        if (element instanceof EdgeMapping edge) {
            this.from = mapping.node(edge.from().label());
            this.to = mapping.node(edge.to().label());
            this.key =
                    edge.identifiedByEnds() ? KeyCypher.ofEnds(edge, from, to) : KeyCypher.properties("r", edge.key());
        } else {
            this.from = (NodeMapping) element;
            this.to = from;
            this.key = KeyCypher.properties("a", from.key());
        }
    }

    /** Whether a record of {@link #range} is one element: its key, whether it is present, its values. */
    boolean isOneARecord() {
        return !(element instanceof EdgeMapping edge) || !edge.identifiedByEnds();
    }

    /**
     * A range, see {@link ElementReader#range}, as one statement, or one for each type where every type has an index of its own; their parameters
     * are those of {@link #bounds}.
     */
    List<String> range(Optional<RowKey> after, Optional<RowKey> upTo) {
        if (element instanceof EdgeMapping edge) {
            return edge.identifiedByEnds()
                    ? List.of(edges(edge, after, upTo))
                    : edge.ofEachType().stream()
                            .map(one -> keyedEdges(one, after, upTo))
                            .toList();
        }
        return List.of(nodes(after, upTo));
    }

    private String nodes(Optional<RowKey> after, Optional<RowKey> upTo) {
        List<String> conditions = new ArrayList<>();
        after.ifPresent(
                bound -> conditions.add(KeyOrder.after(key, bound.values().size())));
        upTo.ifPresent(bound -> conditions.add(KeyOrder.upTo(key, bound.values().size())));
        return startingAt(conditions, key.size()) + "\nWITH a, " + present() + " AS present WHERE " + carriesAnything()
                + "\nRETURN " + KeyCypher.listed(key) + ", present" + foreignKeysAndLabels() + properties("a", ", ");
    }

    private String edges(EdgeMapping edge, Optional<RowKey> after, Optional<RowKey> upTo) {
        int columns = from.key().size();
        List<String> start = key.subList(0, columns);
        List<String> conditions = new ArrayList<>();
        List<String> within = new ArrayList<>(ofTypes(columns, key.size()));
        within.addAll(KeyCypher.shared(edge, from, to));
        after.ifPresent(bound -> {
            int bounds = bound.values().size();
            conditions.add(bounds > columns ? KeyOrder.from(start, columns) : KeyOrder.after(start, bounds));
            if (bounds > columns) {
                within.add(KeyOrder.afterWithin(key, bounds));
            }
        });
        upTo.ifPresent(bound -> {
            int bounds = bound.values().size();
            conditions.add(KeyOrder.upTo(start, Math.min(bounds, columns)));
            if (bounds > columns) {
                within.add(KeyOrder.upToWithin(key, bounds));
            }
        });
        String collected = KeyCypher.listed(key.subList(columns, key.size())) + edgeValues();
        return startingAt(conditions, columns) + "\nCALL (a) {\n  MATCH (a)-[r:" + Cypher.types(edge.types()) + "]->(b:"
                + Cypher.quote(to.referenceLabel()) + ") WHERE " + String.join(" AND ", within)
                + "\n  RETURN collect([" + collected
                + "]) AS edges\n}\nUNWIND range(0, size(edges) - 1, " + EDGES_A_RECORD + ") AS first\nRETURN "
                + KeyCypher.listed(start) + ", edges[first..first + " + EDGES_A_RECORD + "]";
    }

    /** The nodes at which a range of nodes, or of edges that their ends identify, begins and ends. */
    private String startingAt(List<String> conditions, int columns) {
        List<String> all = new ArrayList<>(conditions);
        all.addAll(ofTypes(0, columns));
        return "MATCH (a:" + Cypher.quote(from.referenceLabel()) + ") WHERE " + String.join(" AND ", all);
    }

    private String keyedEdges(EdgeMapping edge, Optional<RowKey> after, Optional<RowKey> upTo) {
        List<String> conditions = new ArrayList<>(ofTypes(0, key.size()));
        after.ifPresent(
                bound -> conditions.add(KeyOrder.after(key, bound.values().size())));
        upTo.ifPresent(bound -> conditions.add(KeyOrder.upTo(key, bound.values().size())));
        // left free, the planner may walk all nodes of one end for each range
        return byIndex(edge) + String.join(" AND ", conditions) + "\nRETURN " + KeyCypher.listed(key) + ", true"
                + ends() + edgeValues();
    }

    private String byIndex(EdgeMapping edge) {
        return "MATCH (a:" + Cypher.quote(from.referenceLabel()) + ")-[r:" + Cypher.quote(edge.type()) + "]->(b:"
                + Cypher.quote(to.referenceLabel()) + ") USING INDEX r:" + Cypher.quote(edge.type()) + "("
                + KeyCypher.names(edge.key()) + ") WHERE ";
    }

    /** What an edge says besides its key and its ends. */
    private String edgeValues() {
        return EdgeTypes.read((EdgeMapping) element, "r") + properties("r", ", ");
    }

    /** What an edge with a key of its own says besides it, first of all. */
    private String ends() {
        return ", " + KeyCypher.of("a", from.key()) + ", " + KeyCypher.of("b", to.key());
    }

    /** The parameters of {@link #range}. */
    Value bounds(Optional<RowKey> after, Optional<RowKey> upTo) {
        Map<String, Object> bounds = new HashMap<>();
        after.ifPresent(key -> bound(bounds, "after", key));
        upTo.ifPresent(key -> bound(bounds, "upTo", key));
        return Values.value(bounds);
    }

    private static void bound(Map<String, Object> bounds, String name, RowKey key) {
        for (int index = 0; index < key.values().size(); index++) {
            bounds.put(name + index, GraphValues.of(key.value(index)));
        }
    }

    /** {@code $rows}: lists of a number and what {@link RowName} says; for each element the number, its id, whether it is present, its properties. As many as of a range. */
    List<String> lookup() {
        return element instanceof EdgeMapping edge && !edge.identifiedByEnds()
                ? edge.ofEachType().stream().map(this::lookupByKey).toList()
                : List.of(lookupByNodes());
    }

    private String lookupByKey(EdgeMapping edge) {
        return "UNWIND $rows AS row\n" + byIndex(edge) + KeyCypher.equal("r", edge.key(), "row[1]")
                + "\nRETURN row[0], elementId(r), true" + ends() + edgeValues();
    }

    private String lookupByNodes() {
        String start = "UNWIND $rows AS row\nMATCH (a" + KeyCypher.reference(from, "row[1]") + ")";
        if (!(element instanceof EdgeMapping edge)) {
            return start + "\nWITH row, a, " + present() + " AS present WHERE " + carriesAnything()
                    + "\nRETURN row[0], elementId(a), present" + foreignKeysAndLabels() + properties("a", ", ");
        }
        return start + "\nMATCH (b" + KeyCypher.reference(to, "row[2]") + ")\nCALL (a, b) {\n  MATCH (a)-[r:"
                + Cypher.types(edge.types()) + "]->(b)\n  RETURN r\n}\nRETURN row[0], elementId(r), true"
                + edgeValues();
    }

    /** {@code $share}, {@code $most}: keys by chance. */
    String some() {
        String match = element instanceof EdgeMapping edge
                ? "MATCH (a:" + Cypher.quote(from.referenceLabel()) + ")-[" + (edge.identifiedByEnds() ? "" : "r") + ":"
                        + Cypher.types(edge.types()) + "]->(b:" + Cypher.quote(to.referenceLabel()) + ")"
                : "MATCH (a:" + Cypher.quote(from.label()) + ":" + Cypher.quote(from.referenceLabel()) + ")";
        return match + " WHERE rand() < $share WITH "
                + IntStream.range(0, key.size())
                        .mapToObj(index -> key.get(index) + " AS k" + index)
                        .collect(Collectors.joining(", "))
                + " ORDER BY rand() LIMIT $most RETURN *";
    }

    /** {@code $most}: elements that no range holds, see {@link ElementReader#strays}. */
    String strays() {
        List<String> right = new ArrayList<>(ofTypes(0, key.size()));
        String match;
        if (element instanceof EdgeMapping edge) {
            if (edge.identifiedByEnds()) {
                KeyCypher.shared(edge, from, to).forEach(same -> right.add("coalesce(" + same + ", false)"));
            }
            match = "MATCH (a)-[r:" + Cypher.types(edge.types()) + "]->(b) WHERE NOT a:"
                    + Cypher.quote(from.referenceLabel()) + " OR NOT b:" + Cypher.quote(to.referenceLabel());
        } else {
            match = "MATCH (a:" + Cypher.quote(from.label()) + ") WHERE NOT a:" + Cypher.quote(from.referenceLabel());
        }
        String id = element instanceof EdgeMapping ? "elementId(r)" : "elementId(a)";
        return match
                + right.stream().map(condition -> " OR NOT " + condition).collect(Collectors.joining())
                + "\nRETURN count(*) AS count, collect(" + id + ")[0..$most] AS ids";
    }

    /** That the key's values from one column up to another are of their types. */
    private List<String> ofTypes(int first, int end) {
        return IntStream.range(first, end)
                .mapToObj(column -> "(" + key.get(column) + " IS :: "
                        + keyTypes.get(column).name().replace('_', ' ') + " NOT NULL)")
                .toList();
    }

    private String present() {
        return NodeLabels.present(from, "a");
    }

    /** A reference that carries nothing is no element. */
    private String carriesAnything() {
        return Stream.concat(
                        foreignKeyEdges().map(edge -> " OR " + ForeignKeyStatements.exists(edge, "a")),
                        element.properties().stream()
                                .map(PropertyMapping::property)
                                .map(property -> " OR a." + Cypher.quote(property) + " IS NOT NULL"))
                .collect(Collectors.joining("", "present" + NodeLabels.orAny(from, "a"), ""));
    }

    /** What a node says besides its key and its properties. */
    private String foreignKeysAndLabels() {
        return foreignKeyEdges()
                        .map(edge -> ", " + ForeignKeyStatements.value(mapping, edge, "a"))
                        .collect(Collectors.joining())
                + NodeLabels.ofColumns(from, "a");
    }

    private Stream<ForeignKeyEdge> foreignKeyEdges() {
        return element instanceof NodeMapping node ? node.edges().stream() : Stream.empty();
    }

    private String properties(String variable, String separator) {
        return element.properties().stream()
                .map(PropertyMapping::property)
                .map(property -> separator + variable + "." + Cypher.quote(property))
                .collect(Collectors.joining());
    }
}
