package io.tidemark.sink;

import io.tidemark.concurrent.Retries;
import io.tidemark.events.DeadLetter;
import io.tidemark.graphstore.Flush;
import io.tidemark.graphstore.GraphWriter;
import io.tidemark.graphstore.Outcome;
import io.tidemark.graphstore.TransactionMemoryException;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.position.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the changes of one task and flushes them: when the buffer is full, when nothing more is at hand (so a lone change
 * waits for nothing), or when the oldest has waited long enough. One thread.
 */
final class SinkProcessor extends GraphProcessor {

    /** How often an incomplete batch is checked. */
    static final Duration TICK = Duration.ofMillis(5);

    /**
     * The longest a change waits while there is more to read. Tasks of one thread flush in turn: much shorter, and each
     * would find its half-full batch overdue after the others' flushes.
     */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /** For how long one large row waits for memory that all of Neo4j's transactions share. */
    private static final Duration MEMORY_PATIENCE = Duration.ofSeconds(60);

    private static final long LARGE_ROW = 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SinkProcessor.class);

    private final GraphWriter graph;
    private final Input input;
    private final RecordDecoder decoder;
    private final Retries retries;
    private final int batchSize;
    private final BatchLimit limit;
    private final ChangeBuffer buffer = new ChangeBuffer();
    private final DeadLetterRun unreadable;
    private final DeadLetterRun refused;

    private boolean broken;
    private long oldestMillis;

    /**
     * A processor of one task.
     *
     * @param topics the tables' topics
     * @param retries of a registry that is unavailable
     * @param batchSize rows in one flush at most
     */
    SinkProcessor(TaskResources task, List<String> topics, RecordDecoder decoder, Retries retries, int batchSize) {
        super(topics, TICK, task);
        this.graph = task.graph();
        this.input = task.input();
        this.decoder = decoder;
        this.retries = retries;
        this.batchSize = batchSize;
        this.limit = task.limit();
        this.unreadable = new DeadLetterRun(task.deadLetters());
        this.refused = new DeadLetterRun(task.deadLetters());
    }

    @Override
    void forget() {
        buffer.forget();
        broken = false;
    }

    @Override
    void startAt(TopicPartition partition, Watermark start) {
        buffer.startAt(partition, start);
    }

    @Override
    void take(ReadRecord read) {
        if (read.offset() <= buffer.offset(read.partition())) {
            return;
        }
        if (buffer.size() > 0 && buffer.weight() + BatchLimit.weight(read) > limit.weight()) {
            orBreak(this::flush);
        }
        if (buffer.isEmpty()) {
            oldestMillis = nowMillis();
        }
        gather(read);
        if (buffer.size() >= batchSize || isDrained(read.partition())) {
            orBreak(this::flush);
        }
    }

    private void gather(ReadRecord read) {
        RowChange change;
        try {
            change = retries.untilDone(() -> decoder.decode(read.partition().topic(), read.key(), read.value()));
        } catch (TidemarkException failure) {
            if (failure.category() != Category.DEAD_LETTER) {
                throw new TidemarkException(
                        failure.category(),
                        read.partition() + " offset " + read.offset() + " cannot be read: " + failure.getMessage()
                                + "; the sink stops here and keeps its place",
                        failure);
            }
            String cause = String.valueOf(failure.getMessage());
            // what was read before stays unwritten, too: after a wrong setting it is read again with the right one
            orBreak(() -> unreadable.keep(read.dead(DeadLetter.Kind.of(failure), cause, Instant.now())));
            buffer.skip(read);
            return;
        }
        unreadable.good();
        buffer.add(read, change);
    }

    /** Does what nothing may be written after when it fails, not even what is left at the end. */
    private void orBreak(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            broken = true;
            throw failure;
        }
    }

    @Override
    void tick(long nowMillis) {
        if (!buffer.isEmpty()) {
            if (nowMillis - oldestMillis >= LONGEST_WAIT.toMillis() || isDrained()) {
                orBreak(this::flush);
            }
        } else if (watch.isDue(nowMillis)) {
            orBreak(() -> watch.check(buffer.left(), nowMillis));
        }
    }

    /** Asks the partition of the latest record first: nearly always there is more, and the others need not be asked. */
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
        } catch (TransactionMemoryException tooLarge) {
            outcome = applyLess(tooLarge);
        }
        if (outcome instanceof Outcome.Applied) {
            if (buffer.size() > 0) {
                refused.good();
            }
            limit.applied(buffer.weight());
            buffer.applied();
            watch.restart(nowMillis());
        } else if (outcome instanceof Outcome.Held) {
            throw watch.held();
        } else if (outcome instanceof Outcome.Moved moved) {
            LOG.warn(
                    "nothing of {} was written: the graph says {}: another sink had these partitions, or the graph was"
                            + " cleared or restored; reading on from there",
                    buffer.flush(),
                    moved.actual());
            throw GraphWatch.moved();
        } else {
            throw new IllegalStateException("not a known outcome of a flush: " + outcome);
        }
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
        deadLetter(bad);
        return graph.apply(buffer.flush());
    }

    /**
     * Has what outgrew Neo4j's memory read again in smaller batches: each is one transaction with its watermarks, as always. A row
     * that is too large by itself is a dead letter.
     */
    private Outcome applyLess(TransactionMemoryException tooLarge) {
        if (buffer.size() > 1) {
            long weight = buffer.weight();
            LOG.warn(
                    "{}; reading its {} rows ({} bytes) again in batches of at most {} bytes",
                    tooLarge.getMessage(),
                    buffer.size(),
                    weight,
                    limit.cut(weight));
            throw new TaskMigratedException("a batch that outgrew Neo4j's memory is read again in smaller ones");
        }
        try {
            return applyWhenFree(tooLarge);
        } catch (TransactionMemoryException alone) {
            deadLetter(Map.of(buffer.entries().get(0), alone));
            return graph.apply(buffer.flush());
        }
    }

    /** Waits where others may have taken the memory: for long if the row is small, because then it is not the row. */
    private Outcome applyWhenFree(TransactionMemoryException tooLarge) {
        long began = System.nanoTime();
        if (buffer.size() > 0 && tooLarge.isLasting()) {
            throw tooLarge;
        }
        boolean large = buffer.weight() >= LARGE_ROW;
        return retries.untilDone(() -> {
            try {
                return graph.apply(buffer.flush());
            } catch (TransactionMemoryException again) {
                boolean waited = System.nanoTime() - began >= MEMORY_PATIENCE.toNanos();
                if (buffer.size() > 0 && (again.isLasting() || (large && waited))) {
                    throw again;
                }
                throw new TidemarkException(Category.RETRY, String.valueOf(again.getMessage()), again);
            }
        });
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

    private void deadLetter(Map<ChangeBuffer.Entry, TidemarkException> bad) {
        if (bad.size() < buffer.size()) {
            refused.good();
        }
        for (Map.Entry<ChangeBuffer.Entry, TidemarkException> row : bad.entrySet()) {
            String cause = String.valueOf(row.getValue().getMessage());
            refused.keep(row.getKey().origin().dead(DeadLetter.Kind.REFUSED, cause, Instant.now()));
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
}
