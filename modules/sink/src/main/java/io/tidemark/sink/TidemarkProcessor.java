package io.tidemark.sink;

import io.tidemark.events.DeadLetter;
import io.tidemark.events.ProgressRecord;
import io.tidemark.graphstore.ReadProgress;
import io.tidemark.graphstore.TidemarkOutcome;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the progress that the capture states until the graph has reached it, then has the tidemark say so. The tables are
 * applied by other tasks, perhaps elsewhere: the graph is asked how far they are, and not at all while nothing is
 * pending. One task of the whole group has the progress partition; one thread.
 */
final class TidemarkProcessor extends GraphProcessor {

    /** How often the graph is asked at most. */
    static final Duration TICK = Duration.ofMillis(25);

    /** The share of its thread's time that asking may take: a tenth; the tables are applied by the same thread. */
    private static final int PAUSE_FACTOR = 10;

    /** After one slow answer the tidemark need not stay behind. */
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(TidemarkProcessor.class);

    private final TidemarkWriter tidemark;
    private final Map<String, String> topicIds;
    private final DeadLetterRun deadLetters;
    private final PendingProgress pending = new PendingProgress();

    private Watermark left;
    private long readUpTo;
    private long notBeforeNanos;
    private boolean saidTooLittle;

    /**
     * A processor of one task.
     *
     * @param topic the progress topic
     * @param topicIds the ids of all table topics, as the sink applies them
     */
    TidemarkProcessor(TaskResources task, String topic, TidemarkWriter tidemark, Map<String, String> topicIds) {
        super(List.of(topic), TICK, task);
        this.tidemark = tidemark;
        this.topicIds = topicIds;
        this.deadLetters = new DeadLetterRun(task.deadLetters());
        this.left = Watermark.nothing(topic, "", 0);
    }

    @Override
    void forget() {
        pending.clear();
        notBeforeNanos = System.nanoTime();
    }

    @Override
    void startAt(TopicPartition partition, Watermark start) {
        left = start;
        readUpTo = start.offset();
    }

    @Override
    void take(ReadRecord read) {
        if (read.offset() <= readUpTo) {
            return;
        }
        readUpTo = read.offset();
        if (!ProgressRecord.isKey(read.key())) {
            return;
        }
        try {
            take(ProgressRecord.parse(read.value()), read);
        } catch (TidemarkException failure) {
            if (failure.category() != Category.DEAD_LETTER) {
                throw failure;
            }
            deadLetters.keep(
                    read.dead(DeadLetter.Kind.UNDECODABLE, String.valueOf(failure.getMessage()), Instant.now()));
        }
    }

    private void take(Progress progress, ReadRecord record) {
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
        Watermark reached =
                new Watermark(left.topic(), left.topicId(), left.partition(), record.offset(), 0, record.timestamp());
        pending.add(new ReadProgress(progress, reached));
    }

    @Override
    void tick(long nowMillis) {
        if (watch.isDue(nowMillis)) {
            tidemark.withdrawIfAhead(topicIds);
            watch.check(List.of(left), nowMillis);
        }
        long now = System.nanoTime();
        if (pending.isEmpty() || now - notBeforeNanos < 0) {
            return;
        }
        TidemarkOutcome outcome = tidemark.advance(left, pending.inOrder(), topicIds);
        long took = System.nanoTime() - now;
        notBeforeNanos = now + took + Math.min(took * PAUSE_FACTOR, LONGEST_PAUSE_NANOS);
        if (outcome instanceof TidemarkOutcome.Reached reached) {
            left = reached.newest().watermark();
            pending.reached(reached.newest());
            watch.restart(nowMillis);
        } else if (outcome instanceof TidemarkOutcome.Held) {
            throw watch.held();
        } else if (outcome instanceof TidemarkOutcome.Moved) {
            LOG.warn(
                    "the tidemark is kept by another sink, or the graph was cleared or restored; reading on from there");
            throw GraphWatch.moved();
        } else if (!(outcome instanceof TidemarkOutcome.NotReached)) {
            throw new IllegalStateException("not a known outcome of an advance: " + outcome);
        }
    }
}
