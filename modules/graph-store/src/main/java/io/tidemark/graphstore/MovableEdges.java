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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * Applies what rows say of relationships whose ends may change: those of an edge table with a key of its own, or of a foreign key of a node table. A
 * relationship cannot be moved in Neo4j, nor given another type: where an end or the type has changed, it goes and another takes its place. One thread.
 */
final class MovableEdges {

    private final ElementMapping element;
    private final List<EndMapping> ends;
    private final RowName name;
    private final List<String> values;
    private final boolean hasProperties;
    private final Map<String, Statements> statements;

    /** The Cypher for one type of them. Rows are lists of the key, the ends and the properties. */
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
            ElementMapping element,
            List<EndMapping> ends,
            List<String> properties,
            Map<String, Statements> statements) {
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
        Map<String, Statements> statements = new LinkedHashMap<>();
        edge.ofEachType().forEach(one -> statements.put(one.type(), new KeyedEdgeStatements(mapping, one)));
        return new MovableEdges(edge, edge.ends(), properties, statements);
    }

    /** Those of a foreign key, to be applied after the nodes of the rows were upserted and before others are stripped. */
    static MovableEdges ofForeignKey(Mapping mapping, NodeMapping node, ForeignKeyEdge edge) {
        return new MovableEdges(
                node,
                List.of(edge.end()),
                List.of(),
                Map.of(edge.type(), new ForeignKeyStatements(mapping, node, edge)));
    }

    /** A relationship: its type and the keys of its ends; null for one that is none of ours. */
    private record Relationship(String type, List<@Nullable Object> ends) {}

    /** What is to be done with the relationships of one type. */
    private record Work(List<Object> gone, List<Value> set, List<Value> made) {}

    /**
     * Runs what it takes.
     *
     * @param upserts in the order of their keys; no key is in both lists
     * @param deletes in the order of their keys
     * @param loosened takes the ends of relationships that go
     */
    void apply(List<RowChange.Upsert> upserts, List<RowKey> deletes, ChangeSet.Runner runner, Loosened loosened) {
        Map<RowKey, List<Relationship>> there = find(
                Stream.concat(upserts.stream().map(RowChange.Upsert::key), deletes.stream())
                        .toList(),
                runner);
        Map<String, Work> work = new LinkedHashMap<>();
        statements
                .keySet()
                .forEach(type -> work.put(type, new Work(new ArrayList<>(), new ArrayList<>(), new ArrayList<>())));
        for (RowChange.Upsert upsert : upserts) {
            List<Relationship> before = there.getOrDefault(upsert.key(), List.of());
            List<Relationship> now = relationships(upsert);
            if (!now.equals(before)) {
                remove(upsert.key(), before, work, loosened);
                now.forEach(one -> of(one.type(), work).made().add(StepRows.row(name, values, upsert)));
            } else if (hasProperties) {
                now.forEach(one -> of(one.type(), work).set().add(StepRows.row(name, values, upsert)));
            }
        }
        deletes.forEach(key -> remove(key, there.getOrDefault(key, List.of()), work, loosened));
        // of all types first: a relationship that goes may be in the place of another
        statements.forEach((type, cypher) -> {
            List<Object> gone = of(type, work).gone();
            if (!gone.isEmpty()) {
                runner.run(StepRows.step(element, cypher.delete(), "keys", StepRows.keys(gone)));
            }
        });
        statements.forEach((type, cypher) -> {
            List<Value> set = of(type, work).set();
            if (!set.isEmpty()) {
                runner.run(StepRows.step(element, cypher.set(), "rows", StepRows.rows(set)));
            }
            List<Value> made = of(type, work).made();
            if (!made.isEmpty()) {
                runner.run(StepRows.step(element, cypher.create(), "rows", StepRows.rows(made)));
            }
        });
    }

    /** The one relationship that a row has; none where an end is null. */
    private List<Relationship> relationships(RowChange.Upsert upsert) {
        List<@Nullable Object> named = new ArrayList<>(ends.size());
        for (EndMapping end : ends) {
            named.add(upsert.properties().get(end.name()));
        }
        return named.contains(null) ? List.of() : List.of(new Relationship(type(upsert), named));
    }

    private String type(RowChange.Upsert upsert) {
        return element instanceof EdgeMapping edge
                ? EdgeTypes.of(edge, upsert)
                : statements.keySet().iterator().next();
    }

    private static Work of(String type, Map<String, Work> work) {
        return Objects.requireNonNull(work.get(type), type);
    }

    private void remove(RowKey key, List<Relationship> relationships, Map<String, Work> work, Loosened loosened) {
        relationships.stream()
                .map(Relationship::type)
                .distinct()
                .forEach(type -> of(type, work).gone().add(key.whole()));
        for (Relationship relationship : relationships) {
            for (int index = 0; index < ends.size(); index++) {
                Object end = relationship.ends().get(index);
                if (end != null) {
                    loosened.add(ends.get(index).label(), end);
                }
            }
        }
    }

    private Map<RowKey, List<Relationship>> find(List<RowKey> keys, ChangeSet.Runner runner) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Value asked = StepRows.keys(keys.stream().map(RowKey::whole).toList());
        Map<RowKey, List<Relationship>> found = new HashMap<>();
        statements.forEach((type, cypher) -> {
            for (Record row : runner.run(StepRows.step(element, cypher.find(), "keys", asked))) {
                List<@Nullable Object> named = new ArrayList<>(ends.size());
                for (int index = 1; index <= ends.size(); index++) {
                    named.add(end(GraphReader.value(row.get(index))));
                }
                found.computeIfAbsent(keys.get(row.get(0).asInt()), none -> new ArrayList<>(1))
                        .add(new Relationship(type, named));
            }
        });
        return found;
    }

    /** A node without a part of its key is none of ours. */
    private static @Nullable Object end(@Nullable Object key) {
        return key instanceof List<?> parts && parts.stream().anyMatch(Objects::isNull) ? null : key;
    }
}
