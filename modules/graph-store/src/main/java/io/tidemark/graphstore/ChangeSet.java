package io.tidemark.graphstore;

import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;

/** Turns the changes of a flush into statements with their rows, once per flush however often it is tried. Pure. */
final class ChangeSet {

    /**
     * One statement of the transaction.
     *
     * @param about the table or label it is for, for messages
     */
    record Step(String about, String cypher, Value parameters) {}

    private final Mapping mapping;
    private final Set<TableName> tables;
    private final Map<TableName, List<RowChange.Upsert>> upserts = new HashMap<>();
    private final Map<TableName, List<RowKey>> deletes = new HashMap<>();

    private ChangeSet(Mapping mapping) {
        this.mapping = mapping;
        this.tables = Set.copyOf(mapping.tables());
    }

    /**
     * The statements in the order in which they run: nodes, relationships, then what goes; references last, when it
     * is known what still speaks of them.
     */
    static List<Step> steps(Mapping mapping, List<RowChange> changes) {
        ChangeSet set = new ChangeSet(mapping);
        changes.forEach(set::add);
        return set.steps();
    }

    /** What no statement would be made of must not pass: its watermark would cover it (I9). */
    private void add(RowChange change) {
        if (!tables.contains(change.table())) {
            throw new TidemarkException(
                    Category.FATAL, "a change of " + change.table() + " cannot be applied: the table is not mapped");
        }
        if (change instanceof RowChange.Upsert upsert) {
            upserts.computeIfAbsent(upsert.table(), table -> new ArrayList<>()).add(upsert);
        } else if (change instanceof RowChange.Delete delete) {
            deletes.computeIfAbsent(delete.table(), table -> new ArrayList<>()).add(delete.key());
        } else {
            throw new IllegalStateException("not a known kind of change: " + change.getClass());
        }
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        Map<String, SortedSet<Object>> loosened = new HashMap<>();
        for (NodeMapping node : mapping.nodes()) {
            upsert(node, ElementStatements.upsertNodes(node), steps);
            for (RowKey key : deletes.getOrDefault(node.table(), List.of())) {
                loosen(loosened, node.label(), key.value(0));
            }
        }
        for (EdgeMapping edge : mapping.edges()) {
            upsert(edge, ElementStatements.upsertEdges(mapping, edge), steps);
        }
        for (EdgeMapping edge : mapping.edges()) {
            List<RowKey> keys = deletes.getOrDefault(edge.table(), List.of());
            for (RowKey key : keys) {
                loosen(loosened, edge.from().label(), key.value(0));
                loosen(loosened, edge.to().label(), key.value(1));
            }
            if (!keys.isEmpty()) {
                Value rows = rows(
                        keys.stream().sorted(RowOrder.KEYS).map(ChangeSet::row).toList());
                steps.add(step(edge, ElementStatements.deleteEdges(mapping, edge), "rows", rows));
            }
        }
        for (NodeMapping node : mapping.nodes()) {
            SortedSet<Object> keys = loosened.get(node.label());
            if (keys != null) {
                remove(node, keys, steps);
            }
        }
        return steps;
    }

    private void upsert(ElementMapping element, String cypher, List<Step> steps) {
        List<RowChange.Upsert> changes = upserts.getOrDefault(element.table(), List.of());
        if (!changes.isEmpty()) {
            List<Value> rows = changes.stream()
                    .sorted(Comparator.comparing(RowChange.Upsert::key, RowOrder.KEYS))
                    .map(change -> row(element, change))
                    .toList();
            steps.add(step(element, cypher, "rows", rows(rows)));
        }
    }

    private void remove(NodeMapping node, SortedSet<Object> touched, List<Step> steps) {
        Value keys = keys(touched.stream().toList());
        steps.add(step(node, ElementStatements.lock(node), "keys", keys));
        List<RowKey> gone = deletes.getOrDefault(node.table(), List.of());
        if (!gone.isEmpty()) {
            Value goneKeys = keys(gone.stream()
                    .map(key -> key.value(0))
                    .sorted(RowOrder.VALUES)
                    .toList());
            steps.add(step(node, ElementStatements.stripNodes(node), "keys", goneKeys));
        }
        steps.add(step(node, ElementStatements.removeReferences(node), "keys", keys));
    }

    private static void loosen(Map<String, SortedSet<Object>> loosened, String label, Object key) {
        loosened.computeIfAbsent(label, any -> new TreeSet<>(RowOrder.VALUES)).add(key);
    }

    private static Step step(ElementMapping element, String cypher, String name, Value value) {
        return new Step(element.table().toString(), cypher, Values.parameters(name, value));
    }

    private static Value row(ElementMapping element, RowChange.Upsert change) {
        List<Object> key = change.key().values();
        List<PropertyMapping> properties = element.properties();
        Value[] row = new Value[key.size() + properties.size()];
        int index = 0;
        for (Object part : key) {
            row[index++] = GraphValues.of(part);
        }
        for (PropertyMapping property : properties) {
            row[index++] = GraphValues.of(change.properties().get(property.property()));
        }
        return Values.value(row);
    }

    private static Value row(RowKey key) {
        return keys(key.values());
    }

    private static Value keys(List<Object> keys) {
        return Values.value(keys.stream().map(GraphValues::of).toArray(Value[]::new));
    }

    private static Value rows(List<Value> rows) {
        return Values.value(rows.toArray(Value[]::new));
    }
}
