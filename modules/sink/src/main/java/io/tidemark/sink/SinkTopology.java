package io.tidemark.sink;

import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * Two parts that are not connected. All table topics go into one processor, so that a task owns partition <i>p</i> of every
 * table; the progress topic into another, so that its one partition is one task's, wherever that runs. Pure.
 */
final class SinkTopology {

    private SinkTopology() {}

    /**
     * Lays it out.
     *
     * @param tableProcessors makes one processor per task of the tables
     * @param tidemarkProcessors makes the processor of the progress
     */
    static Topology of(
            List<String> tableTopics,
            Supplier<SinkProcessor> tableProcessors,
            String progressTopic,
            Supplier<TidemarkProcessor> tidemarkProcessors) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        // no reset: the consumer is sent to the graph's watermarks; to start anywhere else would skip or repeat in
        // silence
        return new Topology()
                .addSource(AutoOffsetReset.none(), "tables", bytes, bytes, tableTopics.toArray(String[]::new))
                .addProcessor("graph", tableProcessors::get, "tables")
                .addSource(AutoOffsetReset.none(), "progress", bytes, bytes, progressTopic)
                .addProcessor("tidemark", tidemarkProcessors::get, "progress");
    }
}
