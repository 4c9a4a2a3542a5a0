package io.tidemark.sink;

import io.tidemark.graphstore.Flush;
import io.tidemark.graphstore.GraphWriter;
import io.tidemark.graphstore.Outcome;
import io.tidemark.graphstore.Patience;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.change.RowChange;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the changes of one task and flushes them: when the buffer is full, when nothing more is at hand (so a lone change
 * waits for nobody), or when the oldest has waited long enough. Streams gives each task its own and uses one thread.
 */
final class SinkProcessor implements Processor<byte[], byte[], Void, Void> {

    /** How often an incomplete batch is looked at; this fires right after the records of a poll. */
    static final Duration TICK = Duration.ofMillis(5);

    /**
     * The longest a change waits while there is more to read. Tasks of one thread flush in turn: much shorter, and each
     * would find its half-full batch overdue after the others' flushes.
     */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(SinkProcessor.class);

    private final GraphWriter graph;
    private final Input input;
    private final RecordDecoder decoder;
    private final Patience patience;
    private final int batchSize;
    private final ChangeBuffer buffer = new ChangeBuffer();

    private @Nullable ProcessorContext<Void, Void> context;
    private boolean broken;
    private long oldestMillis;

    SinkProcessor(GraphWriter graph, Input input, RecordDecoder decoder, Patience patience, int batchSize) {
        this.graph = graph;
        this.input = input;
        this.decoder = decoder;
        this.patience = patience;
        this.batchSize = batchSize;
    }

    @Override
    public void init(ProcessorContext<Void, Void> taskContext) {
        context = taskContext;
        // Streams may start a suspended task again: then its partitions were looked up again
        buffer.forget();
        broken = false;
        taskContext.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        ProcessorContext<Void, Void> task = context();
        RecordMetadata metadata = task.recordMetadata().orElseThrow();
        TopicPartition partition = new TopicPartition(metadata.topic(), metadata.partition());
        if (!buffer.knows(partition)) {
            buffer.startAt(partition, input.start(partition));
        }
        if (metadata.offset() <= buffer.offset(partition)) {
            return;
        }
        RowChange change = decode(metadata, record);
        if (buffer.isEmpty()) {
            oldestMillis = task.currentSystemTimeMs();
        }
        buffer.add(partition, metadata.offset(), change, record.value() != null);
        if (buffer.size() >= batchSize || isDrained(partition)) {
            flush();
        }
    }

    private void tick(long nowMillis) {
        if (!buffer.isEmpty() && (nowMillis - oldestMillis >= LONGEST_WAIT.toMillis() || isDrained())) {
            flush();
        }
    }

    /** Asks the partition of the latest record first: nearly always there is more, and the others need no look. */
    private boolean isDrained(TopicPartition latest) {
        return input.isDrained(latest, buffer.offset(latest)) && isDrained();
    }

    private boolean isDrained() {
        for (TopicPartition partition : buffer.partitions()) {
            if (!input.isDrained(partition, buffer.offset(partition))) {
                return false;
            }
        }
        return true;
    }

    private RowChange decode(RecordMetadata metadata, Record<byte[], byte[]> record) {
        try {
            return patience.untilDone(() -> decoder.decode(metadata.topic(), record.key(), record.value()));
        } catch (TidemarkException failure) {
            throw new TidemarkException(
                    failure.category(),
                    metadata.topic() + "-" + metadata.partition() + " offset " + metadata.offset()
                            + " cannot be read: " + failure.getMessage()
                            + "; the sink stops here and keeps its place",
                    failure);
        }
    }

    private void flush() {
        Flush flush = buffer.flush();
        Outcome outcome;
        try {
            outcome = graph.apply(flush);
        } catch (RuntimeException failure) {
            broken = true;
            throw failure;
        }
        if (outcome instanceof Outcome.Moved moved) {
            broken = true;
            LOG.warn(
                    "nothing of {} was written: the graph says {}: another sink had these partitions, or the graph was"
                            + " cleared or restored; reading on from there",
                    flush,
                    moved.actual());
            // Streams closes the tasks, joins its group again and is given the partitions anew: from the graph's
            // watermarks
            throw new TaskMigratedException("the graph is not where this task left it");
        }
        buffer.applied();
    }

    /** Brings what is left into the graph if that works at once; if not, it is read again next time. */
    @Override
    public void close() {
        if (broken || buffer.isEmpty()) {
            return;
        }
        try {
            graph.applyOnce(buffer.flush());
        } catch (TidemarkException failure) {
            LOG.warn("what was read last is left to the next start: {}", failure.getMessage());
        } finally {
            buffer.forget();
        }
    }

    private ProcessorContext<Void, Void> context() {
        if (context == null) {
            throw new IllegalStateException("not initialized");
        }
        return context;
    }
}
