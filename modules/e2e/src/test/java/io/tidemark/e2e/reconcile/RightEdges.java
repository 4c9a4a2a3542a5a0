package io.tidemark.e2e.reconcile;

import io.tidemark.e2e.fixture.TestPipeline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.neo4j.driver.Session;

/**
 * An application's read of the graph, over and over until it is closed: how many relationships there are that a row backs. Those
 * whose row is gone are marked by the property {@code source}.
 */
final class RightEdges implements AutoCloseable {

    /** By the type's index: Neo4j takes no snapshot, and a chain that others shorten could be left early. */
    private static final String COUNT = "MATCH (a:User)-[r:FOLLOWS]->(b:User) USING SCAN r:FOLLOWS"
            + " WHERE coalesce(r.source, '') <> 'lost' RETURN count(r)";

    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong fewest = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong reads = new AtomicLong();
    private final CompletableFuture<Void> reading;

    private RightEdges(TestPipeline pipeline) {
        reading = CompletableFuture.runAsync(() -> {
            while (!closed.get()) {
                long count = count(pipeline);
                fewest.accumulateAndGet(count, Math::min);
                reads.incrementAndGet();
            }
        });
    }

    /** Begins to read. */
    static RightEdges read(TestPipeline pipeline) {
        return new RightEdges(pipeline);
    }

    /** Reads once. */
    static long count(TestPipeline pipeline) {
        try (Session session = pipeline.driver().session()) {
            return session.run(COUNT).single().get(0).asLong();
        }
    }

    /** The smallest number that was read. */
    long fewest() {
        return fewest.get();
    }

    /** How often it was read. */
    long reads() {
        return reads.get();
    }

    @Override
    public void close() {
        closed.set(true);
        reading.join();
    }
}
