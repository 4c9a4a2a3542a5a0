package io.tidemark.graphstore;

/** Is notified of each transaction that failed and is retried. Implementations are thread-safe and quick. */
@FunctionalInterface
public interface RetryListener {

    /** Ignores it. */
    RetryListener NONE = cause -> {};

    /** A transaction is retried. */
    void retried(RetryCause cause);
}
