package io.tidemark.graphstore;

import io.tidemark.concurrent.Retries;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.NodeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;

/**
 * Removes the mapped part of a graph in transactions of bounded size, and nothing else. Nodes that others use too (through a
 * relationship, a label or a property of theirs) stay as references with their key. One thread.
 *
 * <p>Every transaction holds the lock of the pipeline's hold, and fails without it: so nothing is removed after the hold
 * was lifted, however many do this at the same time, and however long one of them was asleep.
 */
public final class GraphClear {

    /** Elements a transaction: about half a second's work, and little memory on either side. */
    private static final int BATCH = 10_000;

    private final Graph graph;
    private final List<ElementMapping> elements;
    private final ClearStatements statements;
    private final Holds holds;
    private final Retries retries;

    GraphClear(Graph graph, WrittenElements written, String prefix, Retries retries) {
        this.graph = graph;
        this.elements = written.all();
        this.statements = new ClearStatements(written.edges());
        this.holds = graph.holds(prefix);
        this.retries = retries;
    }

    /**
     * What stays of an element's nodes because others use them. One node may have several reasons.
     *
     * @param nodes how many stay, as references
     * @param carried how many of them have the label or a property from their row; none once it is cleared
     * @param relationships how many of them have a relationship that is not mapped
     * @param labels how many have a label that is not mapped
     * @param properties how many have a property that is not mapped
     */
    public record Staying(long nodes, long carried, long relationships, long labels, long properties) {

        static final Staying NONE = new Staying(0, 0, 0, 0, 0);
    }

    /** What there is to remove, edges first: nodes that still have some stay. Not each has a table in the mapping. */
    public List<ElementMapping> elements() {
        return elements;
    }

    /** How many nodes with the reference label, or relationships between such nodes, an element has. */
    public long count(ElementMapping element) {
        return number("counting " + element.table(), statements.count(element));
    }

    /** How many elements carry a mapped label or type but are none of ours, because a reference label is missing. */
    public long strays(ElementMapping element) {
        return number("looking for strays of " + element.table(), statements.strays(element));
    }

    /** What stays, or would stay, of an element; nothing of an edge. */
    public Staying staying(ElementMapping element) {
        if (element instanceof EdgeMapping) {
            return Staying.NONE;
        }
        NodeMapping node = (NodeMapping) element;
        return reading("looking at nodes of " + element.table(), session -> {
            Record row = session.run(statements.staying(node)).single();
            return new Staying(
                    row.get("nodes").asLong(),
                    row.get("carried").asLong(),
                    row.get("relationships").asLong(),
                    row.get("labels").asLong(),
                    row.get("properties").asLong());
        });
    }

    /**
     * Removes an element's nodes or relationships; edges must go before the nodes they lead to. It can be broken off at any
     * point and done again.
     *
     * @param removed receives after each transaction how many elements it removed; it may throw
     * @throws io.tidemark.model.TidemarkException RETRY when the retries end, FATAL when there is no hold any more
     */
    public void remove(ElementMapping element, LongConsumer removed) {
        boolean again;
        do {
            boolean found = retries.untilDone(() -> pass(element, removed));
            // what moved while it was read may have been passed over; nodes are all found, and many stay
            again = found && element instanceof EdgeMapping;
        } while (again);
    }

    private boolean pass(ElementMapping element, LongConsumer removed) {
        return reading("reading " + element.table(), session -> {
            Result found = session.run(statements.find(element));
            boolean any = false;
            List<String> ids = new ArrayList<>(BATCH);
            while (found.hasNext()) {
                ids.add(found.next().get(0).asString());
                if (ids.size() == BATCH || !found.hasNext()) {
                    any = true;
                    List<String> full = List.copyOf(ids);
                    removed.accept(retries.untilDone(() -> remove(element, full)));
                    ids.clear();
                }
            }
            return any;
        });
    }

    private long remove(ElementMapping element, List<String> ids) {
        Map<String, Object> parameters = Map.of("ids", ids);
        return graph.transaction("clearing " + element.table(), transaction -> {
            holds.lock(transaction);
            if (element instanceof NodeMapping node) {
                transaction.run(statements.strip(node), parameters).consume();
            }
            long removed = number(transaction.run(statements.delete(element), parameters));
            transaction.commit();
            return removed;
        });
    }

    private long number(String doing, String cypher) {
        return reading(doing, session -> number(session.run(cypher)));
    }

    private static long number(Result result) {
        return result.single().get(0).asLong();
    }

    private <T> T reading(String doing, Function<Session, T> query) {
        return graph.session(doing, BATCH, query);
    }
}
