package io.tidemark.sink;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Watermark;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** Written by the consumers, read by the processors; usually the same thread, but nothing rests on it. Thread-safe. */
final class InputPositions implements Input {

    private final Map<TopicPartition, Watermark> starts = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Watermark> notTaken = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Polled> polled = new ConcurrentHashMap<>();

    private record Polled(long lastOffset, long lag) {

        static final Polled NOTHING = new Polled(-1, 0);
    }

    void startsAt(TopicPartition partition, Watermark watermark) {
        polled.remove(partition);
        starts.put(partition, watermark);
        notTaken.put(partition, watermark);
    }

    /** @param lag records in the partition after this one, as far as is known */
    void polledUpTo(TopicPartition partition, long lastOffset, long lag) {
        polled.put(partition, new Polled(lastOffset, lag));
    }

    void lagIs(TopicPartition partition, long lag) {
        polled.computeIfPresent(
                partition, (key, known) -> known.lag() == lag ? known : new Polled(known.lastOffset(), lag));
    }

    @Override
    public Optional<Watermark> takeStart(TopicPartition partition) {
        return Optional.ofNullable(notTaken.remove(partition));
    }

    /** What the graph said when the consumer was last sent to this partition. */
    Watermark start(TopicPartition partition) {
        Watermark start = starts.get(partition);
        if (start == null) {
            throw new TidemarkException(
                    Category.FATAL, partition + " is read, but was never looked up in the graph: please report this");
        }
        return start;
    }

    @Override
    public boolean isDrained(TopicPartition partition, long processedOffset) {
        Polled known = polled.getOrDefault(partition, Polled.NOTHING);
        return known.lag() == 0 && processedOffset >= known.lastOffset();
    }
}
