package io.tidemark.graphstore;

import io.tidemark.model.TableName;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementValue;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The oracle: what the graph must be, told from the last change of each row alone. It knows nothing of order between
 * rows, of statements or of transactions. Not thread-safe.
 */
public final class ExpectedGraph {

    private final Mapping mapping;
    private final Map<TableName, Map<RowKey, RowChange.Upsert>> rows = new HashMap<>();

    public ExpectedGraph(Mapping mapping) {
        this.mapping = mapping;
    }

    /** The row's latest state. */
    public void apply(RowChange change) {
        Map<RowKey, RowChange.Upsert> table = rows(change.table());
        if (change instanceof RowChange.Upsert upsert) {
            table.put(change.key(), upsert);
        } else {
            table.remove(change.key());
        }
    }

    /** The nodes of the rows, a reference for each end that has no row, and the relationships. */
    public GraphContents contents() {
        Map<String, Map<Object, GraphContents.Node>> nodes = new LinkedHashMap<>();
        Set<GraphContents.Edge> edges = new HashSet<>();
        for (NodeMapping node : mapping.nodes()) {
            Map<Object, GraphContents.Node> byKey = nodes.computeIfAbsent(node.label(), label -> new HashMap<>());
            rows(node.table()).forEach((key, row) -> {
                Map<String, @Nullable Object> properties = new HashMap<>(row.properties());
                node.edges().forEach(edge -> properties.remove(edge.end().name()));
                Set<String> labels = new HashSet<>(node.constantLabels());
                labels.add(node.referenceLabel());
                node.nameValues().forEach(value -> {
                    Object label = properties.remove(value.name());
                    if (label != null) {
                        labels.add(label.toString());
                    }
                });
                byKey.put(key.whole(), node(node, key.whole(), labels, properties));
            });
        }
        for (NodeMapping node : mapping.nodes()) {
            for (ForeignKeyEdge edge : node.edges()) {
                rows(node.table()).forEach((key, row) -> {
                    Object other = row.properties().get(edge.end().name());
                    if (other != null) {
                        end(nodes, edge.end(), other);
                        Object own = key.whole();
                        edges.add(new GraphContents.Edge(
                                edge.type(), edge.outgoing() ? own : other, edge.outgoing() ? other : own, Map.of()));
                    }
                });
            }
        }
        for (EdgeMapping edge : mapping.edges()) {
            rows(edge.table()).forEach((key, row) -> {
                Map<String, Object> properties = GraphContents.present(row.properties());
                Object type = properties.remove(ElementValue.TYPE);
                boolean byEnds = edge.identifiedByEnds();
                List<Object> ends = RowName.of(edge).keys(key);
                Object from = byEnds
                        ? ends.get(0)
                        : present(properties.remove(edge.from().name()));
                Object to = byEnds
                        ? ends.get(1)
                        : present(properties.remove(edge.to().name()));
                for (int index = 0; index < edge.key().size(); index++) {
                    properties.put(edge.key().get(index), key.value(index));
                }
                end(nodes, edge.from(), from);
                end(nodes, edge.to(), to);
                edges.add(new GraphContents.Edge(type == null ? edge.type() : type.toString(), from, to, properties));
            });
        }
        Set<GraphContents.Node> all = new HashSet<>();
        nodes.values().forEach(byKey -> all.addAll(byKey.values()));
        return new GraphContents(all, edges);
    }

    private static Object present(@Nullable Object end) {
        return Objects.requireNonNull(end, "a row without an end counts as absent");
    }

    private void end(Map<String, Map<Object, GraphContents.Node>> nodes, EndMapping end, Object key) {
        NodeMapping node = mapping.node(end.label());
        Objects.requireNonNull(nodes.get(end.label()))
                .computeIfAbsent(key, absent -> node(node, absent, Set.of(node.referenceLabel()), Map.of()));
    }

    private static GraphContents.Node node(
            NodeMapping node, Object key, Set<String> labels, Map<String, ? extends @Nullable Object> properties) {
        Map<String, Object> all = GraphContents.present(properties);
        List<?> parts = node.key().size() == 1 ? List.of(key) : (List<?>) key;
        for (int index = 0; index < parts.size(); index++) {
            all.put(node.key().get(index), parts.get(index));
        }
        return new GraphContents.Node(new TreeSet<>(labels), all);
    }

    private Map<RowKey, RowChange.Upsert> rows(TableName table) {
        return rows.computeIfAbsent(table, name -> new HashMap<>());
    }
}
