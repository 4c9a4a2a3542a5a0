package io.tidemark.sink;

import io.tidemark.concurrent.Retries;
import io.tidemark.events.DeadLetter;
import io.tidemark.graphstore.Flush;
import io.tidemark.graphstore.GraphWriter;
import io.tidemark.graphstore.Outcome;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
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

    private final List<String> topics;
    private final GraphWriter graph;
    private final Input input;
    private final RecordDecoder decoder;
    private final Retries patience;
    private final int batchSize;
    private final ChangeBuffer buffer = new ChangeBuffer();
    private final DeadLetterRun unreadable;
    private final DeadLetterRun refused;
    private final GraphWatch watch;

    private @Nullable ProcessorContext<Void, Void> context;
    private boolean broken;
    private boolean lookedUp;
    private long oldestMillis;

    SinkProcessor(
            List<String> topics,
            GraphWriter graph,
            Input input,
            RecordDecoder decoder,
            DeadLetters deadLetters,
            Retries patience,
            int batchSize) {
        this.topics = topics;
        this.graph = graph;
        this.input = input;
        this.decoder = decoder;
        this.patience = patience;
        this.batchSize = batchSize;
        this.unreadable = new DeadLetterRun(deadLetters);
        this.refused = new DeadLetterRun(deadLetters);
        this.watch = new GraphWatch(graph);
    }

    @Override
    public void init(ProcessorContext<Void, Void> taskContext) {
        context = taskContext;
        buffer.forget();
        broken = false;
        lookedUp = true;
        int number = taskContext.taskId().partition();
        topics.stream()
                .map(topic -> new TopicPartition(topic, number))
                .forEach(partition -> input.takeStart(partition)
                        .ifPresentOrElse(start -> buffer.startAt(partition, start), () -> lookedUp = false));
        watch.restart(taskContext.currentSystemTimeMs());
        taskContext.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        requireLookedUp();
        ProcessorContext<Void, Void> task = context();
        RecordMetadata metadata = task.recordMetadata().orElseThrow();
        TopicPartition partition = new TopicPartition(metadata.topic(), metadata.partition());
        if (metadata.offset() <= buffer.offset(partition)) {
            return;
        }
        if (buffer.isEmpty()) {
            oldestMillis = task.currentSystemTimeMs();
        }
        take(new ReadRecord(partition, metadata.offset(), record.timestamp(), record.key(), record.value()));
        if (buffer.size() >= batchSize || isDrained(partition)) {
            flush();
        }
    }

    private void take(ReadRecord read) {
        RowChange change;
        try {
            change = patience.untilDone(() -> decoder.decode(read.partition().topic(), read.key(), read.value()));
        } catch (TidemarkException failure) {
            if (failure.category() != Category.DEAD_LETTER) {
                throw new TidemarkException(
                        failure.category(),
                        read.partition() + " offset " + read.offset() + " cannot be read: " + failure.getMessage()
                                + "; the sink stops here and keeps its place",
                        failure);
            }
            keep(
                    unreadable,
                    read.dead(DeadLetter.Kind.of(failure), String.valueOf(failure.getMessage()), Instant.now()));
            buffer.skip(read);
            return;
        }
        unreadable.good();
        buffer.add(read, change);
    }

    private void keep(DeadLetterRun run, DeadLetter letter) {
        try {
            run.keep(letter);
        } catch (RuntimeException failure) {
            // what was read before stays unwritten, too: after a wrong setting it is read again with the right one
            broken = true;
            throw failure;
        }
    }

    private void requireLookedUp() {
        if (!lookedUp) {
            throw GraphWatch.notLookedUp();
        }
    }

    private void tick(long nowMillis) {
        requireLookedUp();
        if (!buffer.isEmpty()) {
            if (nowMillis - oldestMillis >= LONGEST_WAIT.toMillis() || isDrained()) {
                flush();
            }
        } else if (watch.isDue(nowMillis)) {
            watch(nowMillis);
        }
    }

    private void watch(long nowMillis) {
        try {
            watch.look(buffer.left(), nowMillis);
        } catch (RuntimeException failure) {
            broken = true;
            throw failure;
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

    private void flush() {
        Outcome outcome;
        try {
            outcome = apply();
        } catch (RuntimeException failure) {
            broken = true;
            throw failure;
        }
        if (outcome instanceof Outcome.Held) {
            broken = true;
            throw watch.held();
        }
        if (outcome instanceof Outcome.Moved moved) {
            broken = true;
            LOG.warn(
                    "nothing of {} was written: the graph says {}: another sink had these partitions, or the graph was"
                            + " cleared or restored; reading on from there",
                    buffer.flush(),
                    moved.actual());
            throw GraphWatch.moved();
        }
        if (buffer.size() > 0) {
            refused.good();
        }
        buffer.applied();
        watch.restart(context().currentSystemTimeMs());
    }

    private Outcome apply() {
        Flush flush = buffer.flush();
        try {
            return graph.apply(flush);
        } catch (TidemarkException failure) {
            requireRefusal(failure);
        }
        Map<ChangeBuffer.Entry, TidemarkException> bad = RefusedRows.refused(graph, buffer.entries());
        if (bad.isEmpty()) {
            return applyAgain(flush);
        }
        putAside(bad);
        return graph.apply(buffer.flush());
    }

    private static void requireRefusal(TidemarkException failure) {
        if (failure.category() != Category.DEAD_LETTER) {
            throw failure;
        }
    }

    /** Another writer may have taken away meanwhile what a row met. */
    private Outcome applyAgain(Flush flush) {
        try {
            return graph.apply(flush);
        } catch (TidemarkException failure) {
            requireRefusal(failure);
            throw new TidemarkException(
                    Category.FATAL,
                    "Neo4j refuses " + flush + ", but none of its rows: " + failure.getMessage()
                            + "; the sink stops here and keeps its place",
                    failure);
        }
    }

    private void putAside(Map<ChangeBuffer.Entry, TidemarkException> bad) {
        if (bad.size() < buffer.size()) {
            refused.good();
        }
        for (Map.Entry<ChangeBuffer.Entry, TidemarkException> row : bad.entrySet()) {
            String cause = String.valueOf(row.getValue().getMessage());
            keep(refused, row.getKey().origin().dead(DeadLetter.Kind.REFUSED, cause, Instant.now()));
            buffer.remove(row.getKey());
        }
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
