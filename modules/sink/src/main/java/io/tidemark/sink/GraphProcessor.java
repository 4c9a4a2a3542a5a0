package io.tidemark.sink;

import io.tidemark.model.position.Watermark;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A processor that begins where the graph says, and neither reads nor writes when the graph was not asked. Streams gives each task its
 * own and uses one thread.
 */
abstract class GraphProcessor implements Processor<byte[], byte[], Void, Void> {

    private final List<String> topics;
    private final Duration tick;
    private final Input input;
    private @Nullable ProcessorContext<Void, Void> context;
    private boolean lookedUp;

    final GraphWatch watch;

    /**
     * A processor of one task.
     *
     * @param topics what is read; the task has one partition of each
     * @param tick how often {@link #tick} is called; it fires right after the records of a poll
     */
    GraphProcessor(List<String> topics, Duration tick, TaskResources task) {
        this.topics = topics;
        this.tick = tick;
        this.input = task.input();
        this.watch = new GraphWatch(task.graph());
    }

    /** Forgets what was read before; the starts follow. */
    abstract void forget();

    /** Begins a partition behind what the graph says. */
    abstract void startAt(TopicPartition partition, Watermark start);

    /** Takes one record; it may be one that the graph holds already. */
    abstract void take(ReadRecord record);

    abstract void tick(long nowMillis);

    @Override
    public final void init(ProcessorContext<Void, Void> taskContext) {
        context = taskContext;
        lookedUp = true;
        forget();
        for (String topic : topics) {
            TopicPartition partition =
                    new TopicPartition(topic, taskContext.taskId().partition());
            input.takeStart(partition).ifPresentOrElse(start -> startAt(partition, start), () -> lookedUp = false);
        }
        watch.restart(nowMillis());
        taskContext.schedule(tick, PunctuationType.WALL_CLOCK_TIME, nowMillis -> {
            requireLookedUp();
            tick(nowMillis);
        });
    }

    @Override
    public final void process(Record<byte[], byte[]> record) {
        requireLookedUp();
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        TopicPartition partition = new TopicPartition(metadata.topic(), metadata.partition());
        take(new ReadRecord(partition, metadata.offset(), record.timestamp(), record.key(), record.value()));
    }

    final long nowMillis() {
        return context().currentSystemTimeMs();
    }

    private void requireLookedUp() {
        if (!lookedUp) {
            throw GraphWatch.notLookedUp();
        }
    }

    private ProcessorContext<Void, Void> context() {
        if (context == null) {
            throw new IllegalStateException("not initialized");
        }
        return context;
    }
}
