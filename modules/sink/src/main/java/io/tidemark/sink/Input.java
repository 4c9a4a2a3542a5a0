package io.tidemark.sink;

import io.tidemark.model.position.Watermark;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** What a processor asks about its input. Thread-safe. */
interface Input {

    /**
     * What the graph said when the consumer was sent there: records after its offset are on their way. Processors
     * build on this and not on a later read of the graph: only so can no record lie between. Each answer is given out
     * once: a task that is started again on the same one would not get the records that have come since.
     *
     * @return empty when the consumer was not sent anywhere since this was last asked
     */
    Optional<Watermark> takeStart(TopicPartition partition);

    /** Whether no more records are at hand than those up to this offset: neither fetched nor known to be there. */
    boolean isDrained(TopicPartition partition, long processedOffset);
}
