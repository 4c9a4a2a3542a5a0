package io.tidemark.graphstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.Value;
import org.neo4j.driver.summary.SummaryCounters;

/**
 * One Bolt session for Cypher that is not Tidemark's: what a benchmark measures graph-store against, or the damage that a test plants.
 * The product uses none. One thread; the caller closes it. All of it throws {@link io.tidemark.model.TidemarkException}: RETRY when
 * Neo4j cannot be reached.
 */
public final class RawSession implements AutoCloseable {

    private static final String DOING = "a statement";

    private final Session session;

    RawSession(Session session) {
        this.session = session;
    }

    /** What a statement changed. */
    public record Changes(int relationshipsCreated, int relationshipsDeleted, int propertiesSet) {}

    /** Runs a statement in a transaction of its own, which is not retried. */
    public Changes run(String cypher, Map<String, Object> parameters) {
        return GraphFailure.named(DOING, () -> {
            SummaryCounters counters = session.run(cypher, parameters).consume().counters();
            return new Changes(
                    counters.relationshipsCreated(), counters.relationshipsDeleted(), counters.propertiesSet());
        });
    }

    /** Writes in a transaction that the driver retries. */
    public void write(String cypher, Map<String, Object> parameters) {
        GraphFailure.named(
                DOING,
                () -> session.executeWrite(
                        transaction -> transaction.run(cypher, parameters).consume()));
    }

    /**
     * Reads in a transaction of its own, which is not retried.
     *
     * @param row takes each row as it comes, its values as the driver's Java objects
     */
    public void read(String cypher, Map<String, Object> parameters, Consumer<List<@Nullable Object>> row) {
        GraphFailure.named(DOING, () -> {
            session.run(cypher, parameters).forEachRemaining(record -> row.accept(objects(record)));
            return true;
        });
    }

    private static List<@Nullable Object> objects(Record record) {
        List<@Nullable Object> objects = new ArrayList<>(record.size());
        for (Value value : record.values()) {
            objects.add(value.asObject());
        }
        return objects;
    }

    @Override
    public void close() {
        session.close();
    }
}
