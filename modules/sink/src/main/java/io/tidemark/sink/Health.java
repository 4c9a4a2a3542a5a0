package io.tidemark.sink;

import io.tidemark.graphstore.Patience;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/** How a started sink is. Thread-safe. */
record Health(KafkaStreams streams, Patience patience, TopicWatch topics) {

    boolean isReady() {
        return streams.state() == State.RUNNING && !patience.isWaiting() && topics.isAnswered();
    }

    /** Begins to stop, without waiting for it. */
    void stop() {
        streams.close(Duration.ZERO);
    }
}
