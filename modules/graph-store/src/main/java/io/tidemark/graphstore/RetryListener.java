package io.tidemark.graphstore;

/** Is told of each transaction that Neo4j did not take and that is begun anew. Implementations are thread-safe and quick. */
@FunctionalInterface
public interface RetryListener {

    /** Hears nothing. */
    RetryListener NOBODY = cause -> {};

    /** A transaction is begun anew. */
    void again(RetryCause cause);
}
