package io.tidemark.graphstore;

import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.ElementValue;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * Applies what rows say of relationships whose ends may change: those of an edge table with a key of its own, or of a foreign key of a node table. A
 * relationship cannot be moved in Neo4j: where an end has changed, it goes and another takes its place. One thread.
 */
final class MovableEdges {

    private final ElementMapping element;
    private final List<EndMapping> ends;
    private final RowName name;
    private final List<String> values;
    private final boolean hasProperties;
    private final Statements statements;

    /** The Cypher for one kind of them. Rows are lists of the key, the ends and the properties. */
    interface Statements {

        /** {@code $keys}: for each relationship that is there the place of its row's key in the list, and the ends; null for one that is none of ours. */
        String find();

        /** {@code $keys} */
        String delete();

        /** {@code $rows} whose relationships are there; only asked for where there are properties */
        String set();

        /** {@code $rows} whose relationships are not there */
        String create();
    }

    private MovableEdges(
            ElementMapping element, List<EndMapping> ends, List<String> properties, Statements statements) {
        this.element = element;
        this.ends = ends;
        this.name = RowName.of(element);
        this.values = Stream.concat(ends.stream().map(EndMapping::name), properties.stream())
                .toList();
        this.hasProperties = !properties.isEmpty();
        this.statements = statements;
    }

    /** Those of an edge table that has a key of its own. */
    static MovableEdges ofRows(Mapping mapping, EdgeMapping edge) {
        List<String> properties =
                edge.propertyValues().stream().map(ElementValue::name).toList();
        return new MovableEdges(edge, edge.ends(), properties, new KeyedEdgeStatements(mapping, edge));
    }

    /** Those of a foreign key, to be applied after the nodes of the rows were upserted and before others are stripped. */
    static MovableEdges ofForeignKey(Mapping mapping, NodeMapping node, ForeignKeyEdge edge) {
        return new MovableEdges(node, List.of(edge.end()), List.of(), new ForeignKeyStatements(mapping, node, edge));
    }

    /**
     * Runs what it takes.
     *
     * @param upserts in the order of their keys; no key is in both lists
     * @param deletes in the order of their keys
     * @param loosened takes the ends of relationships that go
     */
    void apply(List<RowChange.Upsert> upserts, List<RowKey> deletes, ChangeSet.Runner runner, Loosened loosened) {
        Map<RowKey, List<List<@Nullable Object>>> there = find(
                Stream.concat(upserts.stream().map(RowChange.Upsert::key), deletes.stream())
                        .toList(),
                runner);
        List<Object> gone = new ArrayList<>();
        List<Value> set = new ArrayList<>();
        List<Value> made = new ArrayList<>();
        for (RowChange.Upsert upsert : upserts) {
            List<List<@Nullable Object>> before = there.getOrDefault(upsert.key(), List.of());
            List<List<@Nullable Object>> now = ends(upsert);
            if (!now.equals(before)) {
                remove(upsert.key(), before, gone, loosened);
            }
            if (!now.isEmpty() && !now.equals(before)) {
                made.add(StepRows.row(name, values, upsert));
            } else if (!now.isEmpty() && hasProperties) {
                set.add(StepRows.row(name, values, upsert));
            }
        }
        deletes.forEach(key -> remove(key, there.getOrDefault(key, List.of()), gone, loosened));
        if (!gone.isEmpty()) {
            runner.run(StepRows.step(element, statements.delete(), "keys", StepRows.keys(gone)));
        }
        if (!set.isEmpty()) {
            runner.run(StepRows.step(element, statements.set(), "rows", StepRows.rows(set)));
        }
        if (!made.isEmpty()) {
            runner.run(StepRows.step(element, statements.create(), "rows", StepRows.rows(made)));
        }
    }

    /** The ends of the one relationship that a row has; none where one is null. */
    private List<List<@Nullable Object>> ends(RowChange.Upsert upsert) {
        List<@Nullable Object> named = new ArrayList<>(ends.size());
        for (EndMapping end : ends) {
            named.add(upsert.properties().get(end.name()));
        }
        return named.contains(null) ? List.of() : List.of(named);
    }

    private void remove(RowKey key, List<List<@Nullable Object>> relationships, List<Object> gone, Loosened loosened) {
        if (!relationships.isEmpty()) {
            gone.add(key.whole());
        }
        for (List<@Nullable Object> relationship : relationships) {
            for (int index = 0; index < ends.size(); index++) {
                Object end = relationship.get(index);
                if (end != null) {
                    loosened.add(ends.get(index).label(), end);
                }
            }
        }
    }

    private Map<RowKey, List<List<@Nullable Object>>> find(List<RowKey> keys, ChangeSet.Runner runner) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Value asked = StepRows.keys(keys.stream().map(RowKey::whole).toList());
        Map<RowKey, List<List<@Nullable Object>>> found = new HashMap<>();
        for (Record row : runner.run(StepRows.step(element, statements.find(), "keys", asked))) {
            List<@Nullable Object> relationship = new ArrayList<>(ends.size());
            for (int index = 1; index <= ends.size(); index++) {
                relationship.add(end(GraphReader.value(row.get(index))));
            }
            found.computeIfAbsent(keys.get(row.get(0).asInt()), none -> new ArrayList<>(1))
                    .add(relationship);
        }
        return found;
    }

    /** A node without a part of its key is none of ours. */
    private static @Nullable Object end(@Nullable Object key) {
        return key instanceof List<?> parts && parts.stream().anyMatch(Objects::isNull) ? null : key;
    }
}
