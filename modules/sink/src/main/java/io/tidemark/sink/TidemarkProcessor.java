package io.tidemark.sink;

import io.tidemark.events.DeadLetter;
import io.tidemark.events.ProgressRecord;
import io.tidemark.graphstore.Sighting;
import io.tidemark.graphstore.TidemarkStep;
import io.tidemark.graphstore.TidemarkWriter;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Progress;
import io.tidemark.model.position.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
 * Keeps the progress that the capture states until the graph has reached it, then has the tidemark say so. The tables are
 * applied by other tasks, perhaps elsewhere: the graph is asked how far they are, and not at all while nothing is
 * pending. One task of the whole group has the progress partition; one thread.
 */
final class TidemarkProcessor implements Processor<byte[], byte[], Void, Void> {

    /** How often the graph is asked at most. */
    static final Duration TICK = Duration.ofMillis(25);

    /** The share of its thread's time that asking may take: a tenth; the tables are applied by the same thread. */
    private static final int PAUSE_FACTOR = 10;

    /** After one slow answer the tidemark need not stay behind. */
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(TidemarkProcessor.class);

    private final String topic;
    private final TidemarkWriter graph;
    private final Input input;
    private final Map<String, String> topicIds;
    private final DeadLetterRun deadLetters;
    private final GraphWatch watch;
    private final PendingProgress pending = new PendingProgress();

    private @Nullable Watermark left;
    private long readUpTo = -1;
    private long notBeforeNanos;
    private boolean saidTooLittle;
    private @Nullable ProcessorContext<Void, Void> task;

    /**
     * Makes the processor of one task.
     *
     * @param topic the progress topic
     * @param topicIds the ids of all table topics, as the sink applies them
     */
    TidemarkProcessor(
            String topic,
            TidemarkWriter graph,
            Input input,
            Map<String, String> topicIds,
            DeadLetters deadLetters,
            GraphWatch watch) {
        this.topic = topic;
        this.graph = graph;
        this.input = input;
        this.topicIds = topicIds;
        this.deadLetters = new DeadLetterRun(deadLetters);
        this.watch = watch;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        task = context;
        pending.clear();
        left = input.takeStart(new TopicPartition(topic, context.taskId().partition()))
                .orElse(null);
        readUpTo = left == null ? -1 : left.offset();
        notBeforeNanos = System.nanoTime();
        watch.restart(context.currentSystemTimeMs());
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        requireLookedUp();
        RecordMetadata metadata = context().recordMetadata().orElseThrow();
        TopicPartition from = new TopicPartition(metadata.topic(), metadata.partition());
        if (metadata.offset() <= readUpTo) {
            return;
        }
        readUpTo = metadata.offset();
        if (!ProgressRecord.isKey(record.key())) {
            return;
        }
        try {
            take(ProgressRecord.parse(record.value()), metadata, record.timestamp());
        } catch (TidemarkException failure) {
            if (failure.category() != Category.DEAD_LETTER) {
                throw failure;
            }
            ReadRecord read = new ReadRecord(from, metadata.offset(), record.timestamp(), record.key(), record.value());
            deadLetters.keep(
                    read.dead(DeadLetter.Kind.UNDECODABLE, String.valueOf(failure.getMessage()), Instant.now()));
        }
    }

    private void take(Progress progress, RecordMetadata metadata, long timestamp) {
        deadLetters.good();
        Set<String> silent = new TreeSet<>(topicIds.keySet());
        silent.removeAll(progress.ends().keySet());
        if (!silent.isEmpty() && !saidTooLittle) {
            saidTooLittle = true;
            LOG.warn(
                    "the capture's progress says nothing of {}, which the mapping has: the tidemark stays where it is until"
                            + " the capture is started with the same mapping",
                    String.join(", ", silent));
        }
        Watermark start = left();
        pending.add(new Sighting(
                progress,
                new Watermark(start.topic(), start.topicId(), start.partition(), metadata.offset(), 0, timestamp)));
    }

    private void requireLookedUp() {
        if (left == null) {
            throw GraphWatch.notLookedUp();
        }
    }

    private void tick(long nowMillis) {
        requireLookedUp();
        if (watch.isDue(nowMillis)) {
            watch(nowMillis);
        }
        long now = System.nanoTime();
        if (pending.isEmpty() || now - notBeforeNanos < 0) {
            return;
        }
        TidemarkStep step = graph.advance(left(), pending.inOrder(), topicIds);
        long took = System.nanoTime() - now;
        notBeforeNanos = now + took + Math.min(took * PAUSE_FACTOR, LONGEST_PAUSE_NANOS);
        if (step instanceof TidemarkStep.Reached reached) {
            left = reached.sighting().read();
            pending.reached(reached.sighting());
            watch.restart(nowMillis);
        } else if (step instanceof TidemarkStep.Held) {
            throw watch.held();
        } else if (step instanceof TidemarkStep.Moved) {
            LOG.warn(
                    "the tidemark is kept by another sink, or the graph was cleared or restored; reading on from there");
            throw GraphWatch.moved();
        }
    }

    private void watch(long nowMillis) {
        graph.withdrawIfAhead(topicIds);
        watch.look(List.of(left()), nowMillis);
    }

    private Watermark left() {
        if (left == null) {
            throw new IllegalStateException("not initialized");
        }
        return left;
    }

    private ProcessorContext<Void, Void> context() {
        if (task == null) {
            throw new IllegalStateException("not initialized");
        }
        return task;
    }
}
