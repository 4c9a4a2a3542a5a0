package io.tidemark.sink;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer that Streams uses. It goes where the graph says whenever it is assigned a partition, before Streams is notified of
 * it, and tells how much more there is to read. One thread, as its parent.
 */
final class GraphFirstConsumer extends KafkaConsumer<byte[], byte[]> {

    private final StartingPoint startingPoint;
    private final InputPositions positions;

    GraphFirstConsumer(Map<String, Object> config, StartingPoint startingPoint, InputPositions positions) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.startingPoint = startingPoint;
        this.positions = positions;
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new SeekFirst(listener));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = pollInRange(timeout);
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> polled = records.records(partition);
            positions.polledUpTo(partition, polled.get(polled.size() - 1).offset(), lag(partition));
        }
        for (TopicPartition partition : assignment()) {
            positions.lagIs(partition, lag(partition));
        }
        return records;
    }

    /** Streams receives no reset: a position that is not there any more ends the sink, with its reason. */
    private ConsumerRecords<byte[], byte[]> pollInRange(Duration timeout) {
        try {
            return super.poll(timeout);
        } catch (InvalidOffsetException outOfRange) {
            throw startingPoint.whyOutOfRange(outOfRange);
        }
    }

    private long lag(TopicPartition partition) {
        return currentLag(partition).orElse(0);
    }

    private final class SeekFirst implements ConsumerRebalanceListener {

        private final ConsumerRebalanceListener streams;

        SeekFirst(ConsumerRebalanceListener streams) {
            this.streams = streams;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            startingPoint.seek(GraphFirstConsumer.this, partitions);
            streams.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            streams.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            streams.onPartitionsLost(partitions);
        }
    }
}
