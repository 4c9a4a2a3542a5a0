package io.tidemark.capture.publish;

import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.StopEngineException;
import io.tidemark.capture.avro.RecordEncoder;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the engine's batches: encodes, publishes, and only then marks them processed, so that the slot never moves past
 * what Kafka has committed. Trouble that can pass is waited out in here, because the engine would lose the batch
 * otherwise; everything else leaves as a {@link TidemarkException}, which the engine takes as fatal.
 */
public final class BatchHandler implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchHandler.class);

    private final RecordEncoder encoder;
    private final TransactionalPublisher publisher;
    private final Backoff backoff;
    private final CaptureCounters counters;
    private final String run = UUID.randomUUID().toString();
    private final ReentrantLock inBatch = new ReentrantLock();
    private long batches;

    public BatchHandler(
            RecordEncoder encoder, TransactionalPublisher publisher, Backoff backoff, CaptureCounters counters) {
        this.encoder = encoder;
        this.publisher = publisher;
        this.backoff = backoff;
        this.counters = counters;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> events, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        inBatch.lock();
        try {
            if (backoff.isStopped()) {
                throw new StopEngineException("the capture is closing");
            }
            RecordChangeEvent<SourceRecord> last = events.get(events.size() - 1);
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(events.size());
            untilItPasses(() -> encode(events, records));
            ResumePoint resumePoint =
                    ResumePoint.of(run + "-" + batches++, last.record().sourceOffset());
            publish(records, resumePoint);
            committer.markProcessed(last);
            committer.markBatchFinished();
            counters.published(rows(records), last.record().sourceOffset());
        } finally {
            inBatch.unlock();
        }
    }

    /**
     * Waits for the batch that is being published, if any. Call it after stopping the backoff: no other batch begins
     * then.
     *
     * @return false when it did not end within this time
     */
    public boolean awaitIdle(Duration longest) throws InterruptedException {
        if (!inBatch.tryLock(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        inBatch.unlock();
        return true;
    }

    private void encode(List<RecordChangeEvent<SourceRecord>> events, List<ProducerRecord<byte[], byte[]>> records) {
        records.clear();
        for (RecordChangeEvent<SourceRecord> event : events) {
            CapturedRecord captured = CapturedRecord.of(event.record());
            if (captured instanceof CapturedRecord.Row row) {
                records.add(row(row.source()));
            } else if (captured instanceof CapturedRecord.Tombstone tombstone) {
                records.add(tombstone(tombstone.source()));
            } else if (captured instanceof CapturedRecord.Truncate truncate) {
                throw new TidemarkException(
                        Category.FATAL,
                        "TRUNCATE of " + truncate.table()
                                + " cannot be carried over yet (it needs a sweep): the capture stops before it");
            }
            // Transaction boundaries and logical messages are not published; progress and refresh will rest on them.
        }
    }

    private static int rows(List<ProducerRecord<byte[], byte[]>> records) {
        int rows = 0;
        for (ProducerRecord<byte[], byte[]> record : records) {
            rows += record.value() == null ? 0 : 1;
        }
        return rows;
    }

    private ProducerRecord<byte[], byte[]> row(SourceRecord source) {
        return new ProducerRecord<>(
                source.topic(),
                null,
                encoder.key(source.topic(), source.keySchema(), source.key()),
                encoder.value(source.topic(), source.valueSchema(), source.value()));
    }

    private ProducerRecord<byte[], byte[]> tombstone(SourceRecord source) {
        return new ProducerRecord<>(
                source.topic(), null, encoder.key(source.topic(), source.keySchema(), source.key()), null);
    }

    private void publish(List<ProducerRecord<byte[], byte[]>> records, ResumePoint resumePoint)
            throws InterruptedException {
        AtomicBoolean tried = new AtomicBoolean();
        untilItPasses(() -> {
            // After a failure nobody knows whether the batch is in: ask before writing it again.
            if (tried.get() && publisher.recover(resumePoint)) {
                return;
            }
            tried.set(true);
            publisher.publish(records, resumePoint);
        });
    }

    private void untilItPasses(Runnable step) throws InterruptedException {
        while (true) {
            try {
                step.run();
                backoff.reset();
                return;
            } catch (TidemarkException e) {
                if (e.category() != Category.RETRY) {
                    throw e;
                }
                LOG.warn("{}; trying again", e.getMessage());
                if (!backoff.await()) {
                    throw new StopEngineException("the capture is closing");
                }
            }
        }
    }
}
