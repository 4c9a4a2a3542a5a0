package io.tidemark.graphstore;

import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementValue;
import io.tidemark.model.mapping.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * Applies the changes of an edge table with a key of its own. A relationship cannot be moved in Neo4j: where an end has changed, it goes and
 * another takes its place. One thread.
 */
final class KeyedEdges {

    private final EdgeMapping edge;
    private final List<String> values;
    private final KeyedEdgeStatements statements;

    KeyedEdges(Mapping mapping, EdgeMapping edge) {
        this.edge = edge;
        this.values = edge.values().stream().map(ElementValue::name).toList();
        this.statements = new KeyedEdgeStatements(mapping, edge);
    }

    /** The keys of the nodes at both ends; null where a node is none of ours. */
    private record Ends(@Nullable Object from, @Nullable Object to) {}

    /**
     * Runs what it takes.
     *
     * @param upserts in the order of their keys; no key is in both lists
     * @param deletes in the order of their keys
     * @param loosened takes the ends of relationships that go
     */
    void apply(List<RowChange.Upsert> upserts, List<RowKey> deletes, ChangeSet.Runner runner, Loosened loosened) {
        Map<RowKey, Ends> there = find(
                Stream.concat(upserts.stream().map(RowChange.Upsert::key), deletes.stream())
                        .toList(),
                runner);
        List<Object> gone = new ArrayList<>();
        List<Value> made = new ArrayList<>();
        List<Value> set = new ArrayList<>();
        for (RowChange.Upsert upsert : upserts) {
            Ends before = there.get(upsert.key());
            Ends now = new Ends(
                    upsert.properties().get(edge.from().column()),
                    upsert.properties().get(edge.to().column()));
            Value row = StepRows.row(values, upsert);
            if (now.equals(before)) {
                set.add(row);
                continue;
            }
            made.add(row);
            if (before != null) {
                gone.add(upsert.key().value(0));
                loosen(before, loosened);
            }
        }
        for (RowKey key : deletes) {
            Ends before = there.get(key);
            if (before != null) {
                gone.add(key.value(0));
                loosen(before, loosened);
            }
        }
        run(statements.delete(), "keys", gone.isEmpty(), StepRows.keys(gone), runner);
        run(statements.set(), "rows", set.isEmpty() || edge.properties().isEmpty(), StepRows.rows(set), runner);
        run(statements.create(), "rows", made.isEmpty(), StepRows.rows(made), runner);
    }

    private Map<RowKey, Ends> find(List<RowKey> keys, ChangeSet.Runner runner) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Value asked = StepRows.keys(keys.stream().map(key -> key.value(0)).toList());
        Map<RowKey, Ends> ends = new HashMap<>();
        for (Record row : runner.run(StepRows.step(edge, statements.find(), "keys", asked))) {
            ends.put(
                    keys.get(row.get(0).asInt()),
                    new Ends(GraphReader.value(row.get(1)), GraphReader.value(row.get(2))));
        }
        return ends;
    }

    private void run(String cypher, String name, boolean nothing, Value value, ChangeSet.Runner runner) {
        if (!nothing) {
            runner.run(StepRows.step(edge, cypher, name, value));
        }
    }

    private void loosen(Ends ends, Loosened loosened) {
        loosen(edge.from().label(), ends.from(), loosened);
        loosen(edge.to().label(), ends.to(), loosened);
    }

    private static void loosen(String label, @Nullable Object key, Loosened loosened) {
        if (key != null) {
            loosened.add(label, key);
        }
    }
}
