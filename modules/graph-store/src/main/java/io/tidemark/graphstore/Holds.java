package io.tidemark.graphstore;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.neo4j.driver.Query;
import org.neo4j.driver.Result;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Values;

/**
 * The hold of a pipeline: while its node is in the graph, no sink writes. Whoever empties a graph commits the hold
 * first, then {@link #forgetPositions forgets the positions}, deletes the elements in as many transactions as it takes,
 * makes sure that {@link #forgetPositions} finds nothing more to forget, and lifts the hold; the sink then reads from
 * the beginning.
 *
 * <p>Why nothing slips through: a sink looks for the hold while it has the locks of the watermarks it advances, and of the
 * tidemark it writes. A transaction that looked before the hold was committed still has those locks, so forgetting
 * waits for it; every later one sees the hold. Thread-safe.
 */
public final class Holds {

    private static final String SET = """
            MERGE (h:TidemarkHold {prefix: $prefix})
            ON CREATE SET h.since = $now, h.reason = $reason""";

    private static final String LIFT = "MATCH (h:TidemarkHold {prefix: $prefix}) DELETE h";

    private static final String FIND =
            "MATCH (h:TidemarkHold {prefix: $prefix}) RETURN toString(h.since) AS since, h.reason AS reason";

    private static final String LOCK =
            "MATCH (h:TidemarkHold {prefix: $prefix}) SET h:TidemarkHold RETURN count(h) > 0 AS held";

    /** The tidemark goes first, and its lock is taken even where it is missing: a sink may be about to make it. */
    private static final String FORGET_TIDEMARK =
            "MERGE (t:Tidemark {prefix: $prefix}) SET t:Tidemark WITH t, t.lsn IS NOT NULL AS was DELETE t RETURN was";

    private static final String FORGET_WATERMARKS =
            "MATCH (w:TidemarkWatermark) WHERE w.topic STARTS WITH $prefix + '.'"
                    + " DELETE w RETURN count(w) AS forgotten";

    private final Graph graph;
    private final String prefix;

    Holds(Graph graph, String prefix) {
        this.graph = graph;
        this.prefix = prefix;
    }

    /**
     * Sets the hold; one that lies there already stays as it is.
     *
     * @param reason what for, for the person who finds it
     * @throws TidemarkException RETRY when Neo4j cannot be reached
     */
    public void set(String reason) {
        run(SET, Map.of("prefix", prefix, "now", Instant.now().atOffset(ZoneOffset.UTC), "reason", reason));
    }

    /**
     * Lifts the hold; nothing happens where there is none.
     *
     * @throws TidemarkException RETRY when Neo4j cannot be reached
     */
    public void lift() {
        run(LIFT, Map.of("prefix", prefix));
    }

    /**
     * Removes the tidemark and all watermarks of the pipeline in one transaction; the hold lies on it.
     *
     * @return how many there were; more than none after elements were deleted means that a sink has written since, and
     *     that they must be deleted again
     * @throws TidemarkException RETRY when Neo4j cannot be reached or is busy, FATAL when there is no hold
     */
    public long forgetPositions() {
        Map<String, Object> parameters = Map.of("prefix", prefix);
        return graph.session("forgetting the positions of " + prefix, session -> {
            return session.executeWrite(transaction -> {
                if (!transaction.run(FIND, parameters).hasNext()) {
                    throw new TidemarkException(
                            Category.FATAL, "no hold lies on " + prefix + ": set it before positions are forgotten");
                }
                boolean tidemark = transaction
                        .run(FORGET_TIDEMARK, parameters)
                        .single()
                        .get("was")
                        .asBoolean();
                long watermarks = transaction
                        .run(FORGET_WATERMARKS, parameters)
                        .single()
                        .get("forgotten")
                        .asLong();
                return watermarks + (tidemark ? 1 : 0);
            });
        });
    }

    /**
     * Keeps the hold from being lifted until this transaction ends.
     *
     * @throws TidemarkException FATAL when there is none any more
     */
    void lock(Transaction transaction) {
        if (!transaction
                .run(LOCK, Map.of("prefix", prefix))
                .single()
                .get("held")
                .asBoolean()) {
            throw new TidemarkException(
                    Category.FATAL,
                    "the hold on " + prefix
                            + " was lifted meanwhile, so somebody else has ended this clear: nothing more"
                            + " is removed, and the sink fills the graph");
        }
    }

    /**
     * Passes when there is no hold.
     *
     * @return true
     * @throws TidemarkException RETRY when there is one, or when Neo4j cannot be reached
     */
    boolean requireNone() {
        return graph.session("looking for a hold", session -> {
            Result found = session.run(FIND, Map.of("prefix", prefix));
            if (!found.hasNext()) {
                return true;
            }
            var hold = found.next();
            throw new TidemarkException(
                    Category.RETRY,
                    "a hold lies on " + prefix + " in the graph since "
                            + hold.get("since").asString("an unknown time") + " ("
                            + hold.get("reason").asString("no reason given") + "): the sink waits until it is lifted");
        });
    }

    private void run(String cypher, Map<String, Object> parameters) {
        graph.session(
                "setting or lifting a hold",
                session ->
                        session.run(new Query(cypher, Values.value(parameters))).consume());
    }
}
