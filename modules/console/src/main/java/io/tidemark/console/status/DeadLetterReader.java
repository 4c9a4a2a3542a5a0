package io.tidemark.console.status;

import io.tidemark.events.DeadLetterCount;
import io.tidemark.events.KafkaSettings;
import io.tidemark.events.TopicNames;

/** Counts dead letters, which takes reading them all: only when there are more than the last time. */
final class DeadLetterReader implements PartReader<Long, Long> {

    private final KafkaSettings kafka;
    private final TopicNames names;
    private long countedEnd;
    private long count;

    DeadLetterReader(KafkaSettings kafka, TopicNames names) {
        this.kafka = kafka;
        this.names = names;
    }

    /** @param end the sum of the topic's ends */
    @Override
    public Long read(Long end) {
        if (end != countedEnd) {
            count = end == 0 ? 0 : DeadLetterCount.of(kafka, names);
            countedEnd = end;
        }
        return count;
    }

    @Override
    public void close() {
        // every count has clients of its own
    }
}
