package io.tidemark.graphstore;

import io.tidemark.concurrent.Retries;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.value.GraphType;
import java.util.List;
import java.util.function.Function;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;

/**
 * A graph in Neo4j, opened by {@link GraphSettings#connect()}: owns the driver, and makes everything that reads or writes through it.
 * What it made is of no use once it is closed. Thread-safe.
 */
public final class Graph implements AutoCloseable {

    private final Driver driver;

    Graph(Driver driver) {
        this.driver = driver;
    }

    /**
     * Writes row changes and reads watermarks.
     *
     * @param prefix the pipeline's prefix: which hold it heeds
     * @param retries until when a transaction that failed is retried
     * @param listener is notified of each retry
     */
    public GraphWriter writer(Mapping mapping, String prefix, Retries retries, RetryListener listener) {
        return new GraphStore(this, mapping, prefix, retries, listener);
    }

    /**
     * Writes a pipeline's tidemark.
     *
     * @param prefix the pipeline's prefix
     * @param progressTopic the topic whose first partition holds the progress
     * @param retries until when a transaction that failed is retried
     * @param listener is notified of each retry
     */
    public TidemarkWriter tidemarkWriter(String prefix, String progressTopic, Retries retries, RetryListener listener) {
        return new TidemarkStore(this, prefix, progressTopic, retries, listener);
    }

    /** Reads how far the graph is for a pipeline. */
    public TidemarkReader tidemark(String prefix) {
        return new TidemarkReader(this, prefix);
    }

    /** Reads the mapped part. */
    public GraphReader reader(Mapping mapping) {
        return new GraphReader(this, mapping);
    }

    /**
     * Reads one table's elements by key and by key range.
     *
     * @param keyTypes what the graph holds for the key's columns, in their order
     */
    public ElementReader elements(Mapping mapping, ElementMapping element, List<GraphType> keyTypes) {
        return new ElementReader(this, mapping, element, keyTypes);
    }

    /** The constraints that a mapping needs. */
    public Constraints constraints(Mapping mapping) {
        return new Constraints(this, mapping);
    }

    /** The vector indexes that a mapping asks for. */
    public VectorIndexes vectorIndexes(Mapping mapping) {
        return new VectorIndexes(this, mapping);
    }

    /** The hold of a pipeline. */
    public Holds holds(String prefix) {
        return new Holds(this, prefix);
    }

    /** The mappings that a pipeline has written the graph with. */
    public WrittenMappings written(String prefix) {
        return new WrittenMappings(this, prefix);
    }

    /**
     * Removes the mapped part, and what earlier mappings have written.
     *
     * @param earlier see {@link WrittenMappings}
     * @param prefix the pipeline's prefix
     * @param retries until when a transaction that failed is retried, for example after a deadlock with another writer
     */
    public GraphClear clear(Mapping mapping, List<Mapping> earlier, String prefix, Retries retries) {
        return new GraphClear(this, new WrittenElements(mapping, earlier), prefix, retries);
    }

    /**
     * Takes over nodes that something else made.
     *
     * @param retries until when a transaction that failed is retried
     */
    public GraphAdoption adoption(Mapping mapping, Retries retries) {
        return new GraphAdoption(this, mapping, retries);
    }

    /**
     * What Tidemark keeps beside the mapped part.
     *
     * @param prefix the pipeline's prefix
     * @param retries until when a transaction that failed is retried, for example after a deadlock with another writer
     */
    public OwnElements own(Mapping mapping, String prefix, Retries retries) {
        return new OwnElements(this, mapping, prefix, retries);
    }

    /** The server. */
    public GraphServer server() {
        return new GraphServer(this);
    }

    /** Opens a session for statements of the caller's own, see {@link RawSession}; the caller closes it. */
    public RawSession raw() {
        return new RawSession(driver.session());
    }

    /** For tests. */
    Driver driver() {
        return driver;
    }

    @Override
    public void close() {
        driver.close();
    }

    /**
     * Works in a session of its own, as a writer: a follower may be behind.
     *
     * @param doing what is under way, for the message of a failure
     */
    <T> T session(String doing, Function<Session, T> work) {
        return session(doing, SessionConfig.defaultConfig(), work);
    }

    /** The same with so many records fetched at a time. */
    <T> T session(String doing, int fetchRecords, Function<Session, T> work) {
        return session(
                doing, SessionConfig.builder().withFetchSize(fetchRecords).build(), work);
    }

    private <T> T session(String doing, SessionConfig config, Function<Session, T> work) {
        return GraphFailure.named(doing, () -> {
            try (Session session = driver.session(config)) {
                return work.apply(session);
            }
        });
    }

    /** Works in a transaction of its own, which is tried once, and rolled back unless the work commits it. */
    <T> T transaction(String doing, Function<Transaction, T> work) {
        return session(doing, session -> {
            try (Transaction transaction = session.beginTransaction()) {
                return work.apply(transaction);
            }
        });
    }
}
