package io.tidemark.graphstore;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.value.GraphType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;

/**
 * Reads one table's elements in the graph by key and by key range; never writes. What is read is what is committed at each moment:
 * Neo4j takes no snapshot. Thread-safe.
 */
public final class ElementReader {

    private static final int FETCH_RECORDS = 500;

    private final Graph graph;
    private final ElementMapping element;
    private final ReadStatements statements;

    ElementReader(Graph graph, Mapping mapping, ElementMapping element, List<GraphType> keyTypes) {
        this.graph = graph;
        this.element = element;
        this.statements = new ReadStatements(mapping, element, keyTypes);
    }

    /**
     * Something the graph holds for a key.
     *
     * @param key its key
     * @param id Neo4j's identity of the node or relationship, while it lives
     * @param present false for a mere reference that no row should have left properties on
     * @param properties the element's {@link ElementMapping#values} in their order; null where there is none
     */
    public record Element(RowKey key, String id, boolean present, List<@Nullable Object> properties) {}

    /** Takes elements as they are read. */
    @FunctionalInterface
    public interface Visitor {

        void visit(RowKey key, boolean present, List<@Nullable Object> properties);
    }

    /**
     * Visits the elements of a key range, streamed, in no order. A reference that carries nothing is none.
     *
     * @param after the range begins behind this key, or behind all keys that begin with it; empty for the first
     * @param upTo and ends with it, or with all that begin with it; empty for the last
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public void range(Optional<RowKey> after, Optional<RowKey> upTo, Visitor visitor) {
        session("reading " + element.table(), session -> {
            for (String statement : statements.range(after, upTo)) {
                session.run(statement, statements.bounds(after, upTo)).forEachRemaining(record -> {
                    if (statements.isOneARecord()) {
                        one(record, visitor);
                    } else {
                        edges(record, visitor);
                    }
                });
            }
            return true;
        });
    }

    /** A record: key, whether it is present, values. */
    private void one(Record record, Visitor visitor) {
        int columns = element.keyColumns().size();
        List<Value> key = record.values().subList(0, columns);
        if (key.stream().noneMatch(Value::isNull)) {
            visitor.visit(key(key), record.get(columns).asBoolean(), properties(record, columns + 1));
        }
    }

    /** A record: the start's key, then a list of lists of the end's key and the properties. */
    private void edges(Record record, Visitor visitor) {
        int starts = record.size() - 1;
        int ends = element.keyColumns().size() - starts;
        for (Value edge : record.get(starts).values()) {
            List<Value> key = new ArrayList<>(record.values().subList(0, starts));
            for (int i = 0; i < ends; i++) {
                key.add(edge.get(i));
            }
            if (key.stream().anyMatch(Value::isNull)) {
                continue;
            }
            List<@Nullable Object> properties = new ArrayList<>(edge.size() - ends);
            for (int i = ends; i < edge.size(); i++) {
                properties.add(GraphReader.value(edge.get(i)));
            }
            visitor.visit(key(key), true, properties);
        }
    }

    private static RowKey key(List<Value> values) {
        List<Object> key = new ArrayList<>(values.size());
        for (Value value : values) {
            Object part = GraphReader.value(value);
            key.add(part == null ? "" : part);
        }
        return new RowKey(key);
    }

    private static List<@Nullable Object> properties(Record record, int first) {
        List<@Nullable Object> properties = new ArrayList<>(record.size() - first);
        for (int i = first; i < record.size(); i++) {
            properties.add(GraphReader.value(record.get(i)));
        }
        return properties;
    }

    /**
     * What the graph holds for these keys; a key with several relationships has them all, in the order of their
     * identity; one with none is not in it.
     *
     * @throws io.tidemark.model.TidemarkException RETRY when Neo4j cannot be reached
     */
    public Map<RowKey, List<Element>> elements(Collection<RowKey> keys) {
        List<RowKey> asked = List.copyOf(keys);
        RowName name = RowName.of(element);
        List<Value> rows = new ArrayList<>(asked.size());
        for (int index = 0; index < asked.size(); index++) {
            List<Value> row = new ArrayList<>();
            row.add(Values.value(index));
            name.keys(asked.get(index)).forEach(value -> row.add(GraphValues.of(value)));
            rows.add(Values.value(row));
        }
        return session("reading keys of " + element.table(), session -> {
            Map<RowKey, List<Element>> elements = new HashMap<>();
            for (String statement : statements.lookup()) {
                session.run(statement, Values.parameters("rows", rows)).forEachRemaining(record -> {
                    RowKey key = asked.get(record.get(0).asInt());
                    elements.computeIfAbsent(key, none -> new ArrayList<>(1))
                            .add(new Element(
                                    key,
                                    record.get(1).asString(""),
                                    record.get(2).asBoolean(false),
                                    properties(record, 3)));
                });
            }
            elements.values().forEach(all -> all.sort(Comparator.comparing(Element::id)));
            return elements;
        });
    }

    /**
     * About so many keys that have an element, by chance.
     *
     * @param share of all elements, 0 to 1
     */
    public List<RowKey> some(double share, int most) {
        return session(
                "reading keys of " + element.table(),
                session -> session.run(statements.some(), Values.parameters("share", share, "most", most)).stream()
                        .filter(record -> record.values().stream().noneMatch(Value::isNull))
                        .map(record -> key(record.values()))
                        .toList());
    }

    /**
     * Elements that carry the table's label or type but that no key can name, so that no range holds them: without the
     * reference label, or with a key of another kind.
     *
     * @param most how many are named
     * @return how many there are, and some of them by their {@code elementId}
     */
    public Strays strays(int most) {
        return session("looking for strays of " + element.table(), session -> {
            Record record = session.run(statements.strays(), Values.parameters("most", most))
                    .single();
            return new Strays(record.get("count").asLong(), record.get("ids").asList(Value::asString));
        });
    }

    /**
     * Elements that no key can name.
     *
     * @param count how many there are
     * @param ids some of them, by Neo4j's {@code elementId}
     */
    public record Strays(long count, List<String> ids) {}

    /** Of the leader, where there are several: the tidemark is read there too, and a follower may be behind it. */
    private <T> T session(String doing, Function<Session, T> query) {
        return graph.session(doing, FETCH_RECORDS, query);
    }
}
