package io.tidemark.sink;

import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/** All table topics into one processor, so that a task owns partition <i>p</i> of every table. Pure. */
final class SinkTopology {

    private SinkTopology() {}

    /** @param processors makes one processor per task */
    static Topology of(List<String> topics, Supplier<SinkProcessor> processors) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        // no reset: the consumer is sent to the graph's watermarks; to start anywhere else would skip or repeat in
        // silence
        return new Topology()
                .addSource(AutoOffsetReset.none(), "tables", bytes, bytes, topics.toArray(String[]::new))
                .addProcessor("graph", processors::get, "tables");
    }
}
