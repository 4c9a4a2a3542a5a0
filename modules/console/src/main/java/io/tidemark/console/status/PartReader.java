package io.tidemark.console.status;

/**
 * Reads one part of the pipeline, keeping its connection between two reads. Used by one thread.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
interface PartReader<Q, A> extends AutoCloseable {

    /** Reads; opens the connection where there is none. */
    A read(Q question) throws Exception;

    /** Closes the connection; the next read opens another. */
    @Override
    void close();
}
