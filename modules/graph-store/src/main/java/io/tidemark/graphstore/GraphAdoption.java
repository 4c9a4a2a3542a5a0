package io.tidemark.graphstore;

import io.tidemark.concurrent.Retries;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;
import org.neo4j.driver.types.TypeSystem;

/**
 * Takes over nodes that something else made, such as dual writes: finds them, says what keeps them from being Tidemark's, and gives them
 * their reference label. It removes nothing and changes no property. One thread.
 */
public final class GraphAdoption {

    private static final int FETCH_RECORDS = 10_000;

    private final Graph graph;
    private final Mapping mapping;
    private final Retries retries;

    GraphAdoption(Graph graph, Mapping mapping, Retries retries) {
        this.graph = graph;
        this.mapping = mapping;
        this.retries = retries;
    }

    /**
     * A node without its reference label.
     *
     * @param id Neo4j's identity of it
     * @param key what it has in each place of its key, in the Java types of {@link io.tidemark.model.value.GraphType} where a row's key
     *     could be the same; null where it has nothing
     * @param type Neo4j's name of the key's type, or of its types
     */
    public record ForeignNode(String id, List<@Nullable Object> key, String type) {}

    /**
     * A key that several nodes have.
     *
     * @param key the key; a list where it has several columns
     * @param nodes how many have it, references among them
     * @param labelled how many of them carry the label
     */
    public record SharedKey(Object key, long nodes, long labelled) {}

    /**
     * Two nodes with several relationships of one type.
     *
     * @param from the start's key; null when it has none
     * @param to the end's key; null when it has none
     * @param relationships how many
     */
    public record Copies(@Nullable Object from, @Nullable Object to, long relationships) {}

    /** How many nodes carry both labels. */
    public long own(NodeMapping node) {
        return number("counting " + node.label(), AdoptionStatements.own(node));
    }

    /** Visits every node that carries the label without the reference label, streamed, in no order. */
    public void foreign(NodeMapping node, Consumer<ForeignNode> visitor) {
        reading(node.label(), AdoptionStatements.foreign(node), row -> {
            List<Value> key = row.values().subList(1, row.size());
            visitor.accept(new ForeignNode(row.get(0).asString(), keys(key), typeNames(key)));
        });
    }

    /** Visits the keys that several nodes have. Neo4j groups all keys in the memory of one transaction. */
    public void duplicates(NodeMapping node, Consumer<SharedKey> visitor) {
        reading(node.label(), AdoptionStatements.duplicates(node), row -> {
            Object key = key(row.get(0));
            visitor.accept(new SharedKey(
                    key == null ? "" : key, row.get(1).asLong(), row.get(2).asLong()));
        });
    }

    /** Visits the pairs of nodes that have several relationships of the type although their row has but one, streamed. */
    public void duplicates(EdgeMapping edge, Consumer<Copies> visitor) {
        if (!edge.identifiedByEnds()) {
            return;
        }
        reading(
                edge.type(),
                AdoptionStatements.duplicates(edge, from(edge), to(edge)),
                row -> visitor.accept(
                        new Copies(key(row.get(0)), key(row.get(1)), row.get(2).asLong())));
    }

    /** How many relationships of the type lack the property that says of which row they are; 0 where the ends say it. */
    public long unkeyed(EdgeMapping edge) {
        return edge.identifiedByEnds() ? 0 : number("counting " + edge.type(), AdoptionStatements.unkeyed(edge));
    }

    /** How many relationships of the type lead from or to a node that is not of the mapping's label. */
    public long strays(EdgeMapping edge) {
        return number("counting " + edge.type(), AdoptionStatements.strays(edge, from(edge), to(edge)));
    }

    /**
     * Gives nodes their reference label in one transaction, or in several where another writer has taken a key meanwhile.
     *
     * @param nodes with keys that rows can have
     * @return how many were given it; the others have changed since they were read, or their key is taken
     * @throws TidemarkException RETRY when the retries end
     */
    public long adopt(NodeMapping node, List<ForeignNode> nodes) {
        List<Value> rows = nodes.stream()
                .map(each -> Values.value(List.of(Values.value(each.id()), GraphValues.of(whole(each.key())))))
                .toList();
        return adoptRows(node, rows);
    }

    private long adoptRows(NodeMapping node, List<Value> rows) {
        try {
            return retries.untilDone(() -> graph.transaction("adopting " + node.label(), transaction -> {
                long adopted = transaction
                        .run(AdoptionStatements.adopt(node), Values.parameters("rows", rows))
                        .single()
                        .get(0)
                        .asLong();
                transaction.commit();
                return adopted;
            }));
        } catch (TidemarkException refused) {
            // the reference label's constraint: a key has been taken since the statement looked
            if (refused.category() != Category.DEAD_LETTER) {
                throw refused;
            }
            int half = rows.size() / 2;
            return half == 0
                    ? 0
                    : adoptRows(node, rows.subList(0, half)) + adoptRows(node, rows.subList(half, rows.size()));
        }
    }

    /** A time in another zone is not the key of any row, since the sink writes UTC: it is left as it is. */
    private static @Nullable Object key(Value value) {
        if (value.hasType(TypeSystem.getDefault().LIST())) {
            return keys(value.asList(part -> part));
        }
        boolean elsewhere = !value.isNull()
                && value.asObject() instanceof ZonedDateTime time
                && !time.getZone().equals(ZoneOffset.UTC);
        return elsewhere ? value.asObject() : GraphReader.value(value);
    }

    private static List<@Nullable Object> keys(List<Value> values) {
        List<@Nullable Object> keys = new ArrayList<>(values.size());
        values.forEach(value -> keys.add(key(value)));
        return keys;
    }

    /** As {@link KeyCypher} takes it. */
    private static @Nullable Object whole(List<@Nullable Object> key) {
        return key.size() == 1 ? key.get(0) : key;
    }

    private static String typeNames(List<Value> values) {
        return values.stream().map(value -> value.type().name()).distinct().collect(Collectors.joining(", "));
    }

    private NodeMapping from(EdgeMapping edge) {
        return mapping.node(edge.from().label());
    }

    private NodeMapping to(EdgeMapping edge) {
        return mapping.node(edge.to().label());
    }

    private long number(String doing, String cypher) {
        return graph.session(
                doing, session -> session.run(cypher).single().get(0).asLong());
    }

    private void reading(String name, String cypher, Consumer<Record> visitor) {
        graph.session("reading " + name, FETCH_RECORDS, (Session session) -> {
            session.run(cypher).forEachRemaining(visitor);
            return true;
        });
    }
}
