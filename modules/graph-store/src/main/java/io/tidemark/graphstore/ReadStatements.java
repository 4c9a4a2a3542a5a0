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

    ReadStatements(Mapping mapping, ElementMapping element, List<GraphType> keyTypes) {
        this.mapping = mapping;
        this.element = element;
        this.keyTypes = List.copyOf(keyTypes);
        if (element instanceof EdgeMapping edge) {
            this.from = mapping.node(edge.from().label());
            this.to = mapping.node(edge.to().label());
        } else {
            this.from = (NodeMapping) element;
            this.to = from;
        }
    }

    /** Whether a record of {@link #range} is one element: its key, whether it is present, its values. */
    boolean isOneARecord() {
        return !(element instanceof EdgeMapping edge) || edge.key() != null;
    }

    /** A range, see {@link ElementReader#range}; its parameters are those of {@link #bounds}. */
    String range(Optional<RowKey> after, Optional<RowKey> upTo) {
        if (element instanceof EdgeMapping edge && edge.key() != null) {
            return keyedEdges(edge, edge.key(), after, upTo);
        }
        String start = "a." + Cypher.quote(from.key());
        List<String> conditions = new ArrayList<>();
        after.ifPresent(key -> conditions.add(start + (isPrefix(key) ? " > $after0" : " >= $after0")));
        upTo.ifPresent(key -> conditions.add(start + " <= $upTo0"));
        conditions.add(isOfType(start, 0));
        String begin =
                "MATCH (a:" + Cypher.quote(from.referenceLabel()) + ") WHERE " + String.join(" AND ", conditions);
        return element instanceof EdgeMapping edge
                ? begin + edges(edge, start, after, upTo)
                : begin + "\nWITH a, " + present() + " AS present WHERE " + carriesAnything() + "\nRETURN " + start
                        + ", present" + foreignKeys() + properties("a", ", ");
    }

    private String edges(EdgeMapping edge, String start, Optional<RowKey> after, Optional<RowKey> upTo) {
        String end = "b." + Cypher.quote(to.key());
        StringBuilder conditions = new StringBuilder(isOfType(end, 1));
        after.filter(key -> !isPrefix(key))
                .ifPresent(key -> conditions.append(" AND (" + start + " > $after0 OR " + end + " > $after1)"));
        upTo.filter(key -> !isPrefix(key))
                .ifPresent(key -> conditions.append(" AND (" + start + " < $upTo0 OR " + end + " <= $upTo1)"));
        return "\nCALL (a) {\n  MATCH (a)-[r:" + Cypher.quote(edge.type()) + "]->(b:"
                + Cypher.quote(to.referenceLabel()) + ") WHERE " + conditions + "\n  RETURN collect([" + end
                + properties("r", ", ") + "]) AS edges\n}\nUNWIND range(0, size(edges) - 1, " + EDGES_A_RECORD
                + ") AS first\nRETURN " + start + ", edges[first..first + " + EDGES_A_RECORD + "]";
    }

    private String keyedEdges(EdgeMapping edge, String keyName, Optional<RowKey> after, Optional<RowKey> upTo) {
        String key = "r." + Cypher.quote(keyName);
        StringBuilder conditions = new StringBuilder(isOfType(key, 0));
        after.ifPresent(bound -> conditions.append(" AND " + key + " > $after0"));
        upTo.ifPresent(bound -> conditions.append(" AND " + key + " <= $upTo0"));
        // left free, the planner may walk all nodes of one end for each range
        return "MATCH (a:" + Cypher.quote(from.referenceLabel()) + ")-[r:" + Cypher.quote(edge.type()) + "]->(b:"
                + Cypher.quote(to.referenceLabel()) + ") USING INDEX r:" + Cypher.quote(edge.type()) + "("
                + Cypher.quote(keyName) + ") WHERE " + conditions + "\nRETURN " + key + ", true" + ends(edge)
                + properties("r", ", ");
    }

    /** What an edge with a key of its own says besides it, first of all. */
    private String ends(EdgeMapping edge) {
        return edge.key() == null ? "" : ", a." + Cypher.quote(from.key()) + ", b." + Cypher.quote(to.key());
    }

    private boolean isPrefix(RowKey key) {
        return key.values().size() == 1;
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

    /** {@code $rows}: lists of a number and a key; for each element the number, its id, whether it is present, its properties. */
    String lookup() {
        String start = "UNWIND $rows AS row\nMATCH (a" + reference(from, "row[1]") + ")";
        if (!(element instanceof EdgeMapping edge)) {
            return start + "\nWITH row, a, " + present() + " AS present WHERE " + carriesAnything()
                    + "\nRETURN row[0], elementId(a), present" + foreignKeys() + properties("a", ", ");
        }
        if (edge.key() != null) {
            return "UNWIND $rows AS row\nMATCH (a:" + Cypher.quote(from.referenceLabel()) + ")-[r:"
                    + Cypher.quote(edge.type()) + "]->(b:" + Cypher.quote(to.referenceLabel()) + ") USING INDEX r:"
                    + Cypher.quote(edge.type()) + "(" + Cypher.quote(edge.key()) + ") WHERE r."
                    + Cypher.quote(edge.key()) + " = row[1]\nRETURN row[0], elementId(r), true" + ends(edge)
                    + properties("r", ", ");
        }
        return start + "\nMATCH (b" + reference(to, "row[2]") + ")\nCALL (a, b) {\n  MATCH (a)-[r:"
                + Cypher.quote(edge.type()) + "]->(b)\n  RETURN r\n}\nRETURN row[0], elementId(r), true"
                + properties("r", ", ");
    }

    /** {@code $share}, {@code $most}: keys by chance. */
    String some() {
        if (element instanceof EdgeMapping edge && edge.key() != null) {
            return "MATCH (a:" + Cypher.quote(from.referenceLabel()) + ")-[r:" + Cypher.quote(edge.type()) + "]->(b:"
                    + Cypher.quote(to.referenceLabel()) + ") WHERE rand() < $share WITH r." + Cypher.quote(edge.key())
                    + " AS k0 ORDER BY rand() LIMIT $most RETURN *";
        }
        String keys = "a." + Cypher.quote(from.key())
                + (element instanceof EdgeMapping ? ", b." + Cypher.quote(to.key()) : "");
        String match = element instanceof EdgeMapping edge
                ? "MATCH (a:" + Cypher.quote(from.referenceLabel()) + ")-[:" + Cypher.quote(edge.type()) + "]->(b:"
                        + Cypher.quote(to.referenceLabel()) + ")"
                : "MATCH (a:" + Cypher.quote(from.label()) + ":" + Cypher.quote(from.referenceLabel()) + ")";
        return match + " WHERE rand() < $share WITH " + keys.replace(", ", " AS k0, ")
                + (keys.contains(", ") ? " AS k1" : " AS k0") + " ORDER BY rand() LIMIT $most RETURN *";
    }

    /** {@code $most}: elements that no range holds, see {@link ElementReader#strays}. */
    String strays() {
        String start = "a." + Cypher.quote(from.key());
        String match = element instanceof EdgeMapping edge
                ? "MATCH (a)-[e:" + Cypher.quote(edge.type()) + "]->(b) WHERE NOT a:"
                        + Cypher.quote(from.referenceLabel()) + " OR NOT b:" + Cypher.quote(to.referenceLabel())
                        + (edge.key() == null
                                ? " OR NOT " + isOfType("b." + Cypher.quote(to.key()), 1) + " OR NOT "
                                        + isOfType(start, 0)
                                : " OR NOT " + isOfType("e." + Cypher.quote(edge.key()), 0))
                : "MATCH (a:" + Cypher.quote(from.label()) + ") WHERE NOT a:" + Cypher.quote(from.referenceLabel())
                        + " OR NOT " + isOfType(start, 0);
        String id = element instanceof EdgeMapping ? "elementId(e)" : "elementId(a)";
        return match + "\nRETURN count(*) AS count, collect(" + id + ")[0..$most] AS ids";
    }

    private String isOfType(String value, int column) {
        return "(" + value + " IS :: " + keyTypes.get(column).name().replace('_', ' ') + " NOT NULL)";
    }

    private String present() {
        return "a:" + Cypher.quote(from.label());
    }

    /** A reference that carries nothing is no element. */
    private String carriesAnything() {
        return Stream.concat(
                        foreignKeyEdges().map(edge -> " OR " + ForeignKeyStatements.exists(edge, "a")),
                        element.properties().stream()
                                .map(PropertyMapping::property)
                                .map(property -> " OR a." + Cypher.quote(property) + " IS NOT NULL"))
                .collect(Collectors.joining("", "present", ""));
    }

    private String foreignKeys() {
        return foreignKeyEdges()
                .map(edge -> ", " + ForeignKeyStatements.value(mapping, edge, "a"))
                .collect(Collectors.joining());
    }

    private Stream<ForeignKeyEdge> foreignKeyEdges() {
        return element instanceof NodeMapping node ? node.edges().stream() : Stream.empty();
    }

    private static String reference(NodeMapping node, String value) {
        return ":" + Cypher.quote(node.referenceLabel()) + " {" + Cypher.quote(node.key()) + ": " + value + "}";
    }

    private String properties(String variable, String separator) {
        return element.properties().stream()
                .map(PropertyMapping::property)
                .map(property -> separator + variable + "." + Cypher.quote(property))
                .collect(Collectors.joining());
    }
}
