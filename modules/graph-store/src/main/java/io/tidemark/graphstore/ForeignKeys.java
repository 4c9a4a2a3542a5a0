package io.tidemark.graphstore;

import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;

/** Applies one foreign key of the changes of a node table, after their nodes were upserted and before others are stripped. One thread. */
final class ForeignKeys {

    private final NodeMapping node;
    private final ForeignKeyEdge edge;
    private final ForeignKeyStatements statements;

    ForeignKeys(Mapping mapping, NodeMapping node, ForeignKeyEdge edge) {
        this.node = node;
        this.edge = edge;
        this.statements = new ForeignKeyStatements(mapping, node, edge);
    }

    /**
     * Runs what it takes.
     *
     * @param upserts in the order of their keys; no key is in both lists
     * @param deletes in the order of their keys
     * @param loosened takes the nodes that relationships led to or from
     */
    void apply(List<RowChange.Upsert> upserts, List<RowKey> deletes, ChangeSet.Runner runner, Loosened loosened) {
        if (upserts.isEmpty() && deletes.isEmpty()) {
            return;
        }
        Map<RowKey, List<@Nullable Object>> there = find(
                Stream.concat(upserts.stream().map(RowChange.Upsert::key), deletes.stream())
                        .toList(),
                runner);
        List<Object> gone = new ArrayList<>();
        List<Value> made = new ArrayList<>();
        for (RowChange.Upsert upsert : upserts) {
            Object wanted = upsert.properties().get(edge.end().column());
            List<@Nullable Object> before = there.getOrDefault(upsert.key(), List.of());
            boolean same = wanted == null ? before.isEmpty() : before.size() == 1 && wanted.equals(before.get(0));
            if (same) {
                continue;
            }
            remove(upsert.key(), before, gone, loosened);
            if (wanted != null) {
                made.add(Values.value(List.of(GraphValues.of(upsert.key().value(0)), GraphValues.of(wanted))));
            }
        }
        deletes.forEach(key -> remove(key, there.getOrDefault(key, List.of()), gone, loosened));
        if (!gone.isEmpty()) {
            runner.run(StepRows.step(node, statements.delete(), "keys", StepRows.keys(gone)));
        }
        if (!made.isEmpty()) {
            runner.run(StepRows.step(node, statements.create(), "rows", StepRows.rows(made)));
        }
    }

    private void remove(RowKey key, List<@Nullable Object> ends, List<Object> gone, Loosened loosened) {
        if (!ends.isEmpty()) {
            gone.add(key.value(0));
        }
        for (Object end : ends) {
            if (end != null) {
                loosened.add(edge.end().label(), end);
            }
        }
    }

    private Map<RowKey, List<@Nullable Object>> find(List<RowKey> keys, ChangeSet.Runner runner) {
        Value asked = StepRows.keys(keys.stream().map(key -> key.value(0)).toList());
        Map<RowKey, List<@Nullable Object>> ends = new HashMap<>();
        for (Record row : runner.run(StepRows.step(node, statements.find(), "keys", asked))) {
            ends.computeIfAbsent(keys.get(row.get(0).asInt()), none -> new ArrayList<>(1))
                    .add(GraphReader.value(row.get(1)));
        }
        return ends;
    }
}
