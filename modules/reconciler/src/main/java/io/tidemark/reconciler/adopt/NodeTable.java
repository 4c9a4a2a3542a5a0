package io.tidemark.reconciler.adopt;

import io.tidemark.graphstore.Constraints;
import io.tidemark.graphstore.GraphAdoption;
import io.tidemark.graphstore.GraphAdoption.ForeignNode;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.postgres.Column;
import io.tidemark.postgres.KeyText;
import io.tidemark.reconciler.adopt.Adoption.Nodes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adopts the nodes of one table. One thread. */
final class NodeTable {

    private final NodeMapping node;
    private final List<Column> key;
    private final KeyListing duplicates;
    private final KeyListing unfit;
    private final Set<List<Object>> shared = new HashSet<>();
    private boolean constraintPossible = true;
    private long adopted;

    /**
     * Begins with nothing found.
     *
     * @param key the key's columns
     * @param listed how many keys are named in each listing
     */
    NodeTable(NodeMapping node, List<Column> key, int listed) {
        this.node = node;
        this.key = key;
        this.duplicates = new KeyListing(listed);
        this.unfit = new KeyListing(listed);
    }

    String label() {
        return node.label();
    }

    /** The names of the key's columns, and of the properties. */
    String key() {
        return String.join(", ", node.key());
    }

    /** The types of the key's columns, as Postgres prints them. */
    String keyType() {
        return key.stream().map(Column::typeName).collect(Collectors.joining(", "));
    }

    /** Finds the keys that several nodes have: none of these nodes is adopted, for only a person knows which is the right one. */
    void findDuplicates(GraphAdoption graph) {
        graph.duplicates(node, found -> {
            List<?> shown = node.key().size() > 1 ? (List<?>) found.key() : List.of(found.key());
            shared.add(shown.stream().map(NodeTable::exact).toList());
            duplicates.add(List.copyOf(shown), "", found.nodes());
            constraintPossible &= found.labelled() <= 1;
        });
    }

    /** The name of the constraint that duplicates keep from being made; empty for none. */
    String refused() {
        return constraintPossible ? "" : Constraints.name(node);
    }

    /**
     * Adopts every node that can be, or counts them.
     *
     * @param progress receives after each batch how many nodes were read
     */
    Nodes adopt(GraphAdoption graph, boolean dryRun, int batch, LongConsumer progress) {
        long own = graph.own(node);
        List<ForeignNode> nodes = new ArrayList<>(batch);
        graph.foreign(node, found -> {
            if (!isPossible(found.key())) {
                unfit.add(found.key(), found.type(), 1);
            } else if (!shared.contains(
                    found.key().stream().map(NodeTable::exact).toList())) {
                nodes.add(found);
            }
            if (nodes.size() == batch) {
                flush(graph, nodes, dryRun, progress);
            }
        });
        flush(graph, nodes, dryRun, progress);
        return new Nodes(node.table(), node.label(), own, adopted, duplicates.listing(), unfit.listing(), refused());
    }

    /** Whether a row can have this key. */
    private boolean isPossible(List<@Nullable Object> values) {
        for (int index = 0; index < values.size(); index++) {
            Object value = values.get(index);
            if (value == null || KeyText.of(key.get(index), value).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private void flush(GraphAdoption graph, List<ForeignNode> nodes, boolean dryRun, LongConsumer progress) {
        if (!nodes.isEmpty()) {
            adopted += dryRun ? nodes.size() : graph.adopt(node, nodes);
            progress.accept(nodes.size());
            nodes.clear();
        }
    }

    /** Neo4j holds 1 and 1.0 equal. */
    private static Object exact(@Nullable Object value) {
        Objects.requireNonNull(value);
        return value instanceof Double number && number == Math.rint(number) ? (Object) number.longValue() : value;
    }
}
