package io.tidemark.sink;

import io.tidemark.events.DeadLetter;

/** Where the records go that can never be applied. Implementations are thread-safe. */
@FunctionalInterface
interface DeadLetterSink {

    /**
     * Returns once the record is kept, however long Kafka is away.
     *
     * @throws io.tidemark.model.TidemarkException FATAL when Kafka does not keep it, RETRY when told to stop while waiting
     */
    void keep(DeadLetter letter);
}
