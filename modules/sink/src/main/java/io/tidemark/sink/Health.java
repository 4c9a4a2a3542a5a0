package io.tidemark.sink;

import io.tidemark.concurrent.Retries;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/** How a started sink is. Thread-safe. */
record Health(KafkaStreams streams, Retries retries, TopicWatch topics, MeasuredGraph graph) {

    /** A flush takes seconds at most; one that takes longer waits for a Neo4j that neither answers nor refuses. */
    private static final Duration LONGEST_FLUSH = Duration.ofSeconds(15);

    /** What it waits for, in one line; empty when it applies what it reads. */
    Optional<String> waitsFor() {
        Optional<String> tried = retries.waitingFor();
        if (tried.isPresent()) {
            return tried;
        }
        if (!topics.isAnswered()) {
            return Optional.of("Kafka does not answer");
        }
        Duration flush = graph.longestFlush();
        if (flush.compareTo(LONGEST_FLUSH) > 0) {
            return Optional.of("Neo4j has not answered for " + flush.toSeconds() + " s");
        }
        State state = streams.state();
        return state == State.RUNNING
                ? Optional.empty()
                : Optional.of("no partitions are assigned yet (Kafka Streams is " + state + ")");
    }

    /** Begins to stop, without waiting for it. */
    void stop() {
        streams.close(Duration.ZERO);
    }
}
