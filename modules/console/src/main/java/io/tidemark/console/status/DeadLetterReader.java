package io.tidemark.console.status;

import io.tidemark.events.DeadLetters;
import io.tidemark.events.KafkaSettings;
import io.tidemark.events.TopicNames;
import java.time.Duration;

/** Counts unsettled dead letters, which takes reading them all: only when there are more than the last time. */
final class DeadLetterReader implements PartReader<Long, Long> {

    private static final Duration RECOUNT_EVERY = Duration.ofMinutes(1);

    private final KafkaSettings kafka;
    private final TopicNames names;
    private long countedEnd;
    private long countedNanos;
    private long count;

    DeadLetterReader(KafkaSettings kafka, TopicNames names) {
        this.kafka = kafka;
        this.names = names;
    }

    /** @param end the sum of the topic's ends */
    @Override
    public Long read(Long end) {
        // those that were deleted by hand leave the end where it is
        boolean old = count > 0 && System.nanoTime() - countedNanos >= RECOUNT_EVERY.toNanos();
        if (end != countedEnd || old) {
            count = end == 0 ? 0 : DeadLetters.countUnsettled(kafka, names);
            countedEnd = end;
            countedNanos = System.nanoTime();
        }
        return count;
    }

    @Override
    public void close() {
        // every count has clients of its own
    }
}
