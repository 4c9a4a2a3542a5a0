package io.tidemark.graphstore;

import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.ElementValue;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * The changes of a flush as statements with their rows. Most are known before the first one runs; what becomes of an edge with a key of its
 * own depends on the ends that its relationship has, which are read in between. One thread.
 */
final class ChangeSet {

    /**
     * One statement of the transaction.
     *
     * @param about the table or label it is for, for messages
     */
    record Step(String about, String cypher, Value parameters) {}

    /** Runs one statement in the transaction that all are in, and returns its rows. */
    @FunctionalInterface
    interface Runner {

        List<Record> run(Step step);
    }

    private final Mapping mapping;
    private final Set<TableName> tables;
    private final Map<TableName, List<RowChange.Upsert>> upserts = new HashMap<>();
    private final Map<TableName, List<RowKey>> deletes = new HashMap<>();

    /** @throws TidemarkException FATAL when a change is of a table that is not mapped */
    ChangeSet(Mapping mapping, List<RowChange> changes) {
        this.mapping = mapping;
        this.tables = Set.copyOf(mapping.tables());
        changes.forEach(this::add);
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

    /**
     * Runs the statements in their order: nodes, relationships, then what goes; references last, when it is known what still speaks of them.
     * It may be run again in another transaction.
     */
    void run(Runner runner) {
        Loosened loosened = new Loosened();
        for (NodeMapping node : mapping.nodes()) {
            upsertNodes(node, runner);
            deletes(node).forEach(key -> loosened.add(node.label(), key.whole()));
        }
        for (NodeMapping node : mapping.nodes()) {
            for (ForeignKeyEdge edge : node.edges()) {
                MovableEdges.ofForeignKey(mapping, node, edge).apply(upserts(node), deletes(node), runner, loosened);
            }
        }
        List<EdgeMapping> byEnds =
                mapping.edges().stream().filter(EdgeMapping::identifiedByEnds).toList();
        for (EdgeMapping edge : byEnds) {
            for (EdgeMapping ofType : edge.ofEachType()) {
                upsertEdges(edge, ofType, runner);
            }
        }
        for (EdgeMapping edge : mapping.edges()) {
            if (!edge.identifiedByEnds()) {
                MovableEdges.ofRows(mapping, edge).apply(upserts(edge), deletes(edge), runner, loosened);
            }
        }
        for (EdgeMapping edge : byEnds) {
            RowName name = RowName.of(edge);
            List<List<Object>> gone = deletes(edge).stream().map(name::keys).toList();
            for (List<Object> ends : gone) {
                loosened.add(edge.from().label(), ends.get(0));
                loosened.add(edge.to().label(), ends.get(1));
            }
            if (!gone.isEmpty()) {
                delete(edge, gone, edge.types(), runner);
            }
        }
        for (NodeMapping node : mapping.nodes()) {
            List<Object> keys = loosened.of(node.label());
            if (!keys.isEmpty()) {
                remove(node, keys, runner);
            }
        }
    }

    /** In the order of their keys, in which all writers take locks. */
    private List<RowChange.Upsert> upserts(ElementMapping element) {
        return upserts.getOrDefault(element.table(), List.of()).stream()
                .sorted(Comparator.comparing(RowChange.Upsert::key, RowOrder.KEYS))
                .toList();
    }

    private List<RowKey> deletes(ElementMapping element) {
        return deletes.getOrDefault(element.table(), List.of()).stream()
                .sorted(RowOrder.KEYS)
                .toList();
    }

    /** Rows that take the same labels from their columns together; all at once where no column gives any. */
    private void upsertNodes(NodeMapping node, Runner runner) {
        List<String> values = node.nameValues().stream().map(ElementValue::name).toList();
        if (values.isEmpty()) {
            upsert(node, upserts(node), ElementStatements.upsertNodes(node, List.of()), runner);
            return;
        }
        Map<List<String>, List<RowChange.Upsert>> byLabels = new LinkedHashMap<>();
        for (RowChange.Upsert row : upserts(node)) {
            List<String> labels = values.stream()
                    .flatMap(value -> Stream.ofNullable(row.properties().get(value)))
                    .map(Object::toString)
                    .toList();
            byLabels.computeIfAbsent(labels, none -> new ArrayList<>()).add(row);
        }
        byLabels.forEach((labels, rows) -> upsert(node, rows, ElementStatements.upsertNodes(node, labels), runner));
    }

    /** Where a row takes its type from a column, the relationships of other types between its ends go: it may have had another. */
    private void upsertEdges(EdgeMapping edge, EdgeMapping ofType, Runner runner) {
        List<RowChange.Upsert> changes = upserts(edge).stream()
                .filter(change -> EdgeTypes.of(edge, change).equals(ofType.type()))
                .toList();
        upsert(ofType, changes, ElementStatements.upsertEdges(mapping, ofType), runner);
        List<String> others = edge.types().stream()
                .filter(type -> !type.equals(ofType.type()))
                .toList();
        if (!changes.isEmpty() && !others.isEmpty()) {
            RowName name = RowName.of(edge);
            delete(edge, changes.stream().map(change -> name.keys(change.key())).toList(), others, runner);
        }
    }

    /** @param ends the keys of both ends of each */
    private void delete(EdgeMapping edge, List<List<Object>> ends, List<String> types, Runner runner) {
        List<Value> rows = ends.stream().map(StepRows::keys).toList();
        runner.run(
                StepRows.step(edge, ElementStatements.deleteEdges(mapping, edge, types), "rows", StepRows.rows(rows)));
    }

    private static void upsert(ElementMapping element, List<RowChange.Upsert> changes, String cypher, Runner runner) {
        List<String> properties =
                element.properties().stream().map(PropertyMapping::property).toList();
        RowName name = RowName.of(element);
        List<Value> rows = changes.stream()
                .map(change -> StepRows.row(name, properties, change))
                .toList();
        if (!rows.isEmpty()) {
            runner.run(StepRows.step(element, cypher, "rows", StepRows.rows(rows)));
        }
    }

    private void remove(NodeMapping node, List<Object> touched, Runner runner) {
        Value keys = StepRows.keys(touched);
        runner.run(StepRows.step(node, ElementStatements.lock(node), "keys", keys));
        List<RowKey> gone = deletes(node);
        if (!gone.isEmpty()) {
            Value goneKeys = StepRows.keys(gone.stream().map(RowKey::whole).toList());
            runner.run(StepRows.step(node, ElementStatements.stripNodes(node), "keys", goneKeys));
        }
        runner.run(StepRows.step(node, ElementStatements.removeReferences(node), "keys", keys));
    }
}
