package io.tidemark.capture.publish;

import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.StopEngineException;
import io.tidemark.concurrent.Backoff;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the engine's batches for one session, and marks the last boundary between two transactions as processed once
 * everything up to it is in Kafka: so the slot never moves past what Kafka has committed. Transient failures are waited
 * out in here, because the engine would lose the batch otherwise; everything else leaves as a {@link TidemarkException},
 * which the engine takes as fatal.
 */
public final class BatchHandler implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchHandler.class);

    private final BatchWriter writer;
    private final TableFills fills;
    private final Backoff backoff;
    private final ReentrantLock inBatch = new ReentrantLock();

    public BatchHandler(BatchWriter writer, TableFills fills, Backoff backoff) {
        this.writer = writer;
        this.fills = fills;
        this.backoff = backoff;
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
            @Nullable RecordChangeEvent<SourceRecord> boundary = null;
            for (RecordChangeEvent<SourceRecord> event : events) {
                if (writer.add(event.record())) {
                    boundary = event;
                }
            }
            writer.flush();
            if (boundary != null) {
                committer.markProcessed(boundary);
            }
            committer.markBatchFinished();
            fills.next();
        } catch (TidemarkException e) {
            if (e.category() == Category.RETRY && backoff.isStopped()) {
                throw new StopEngineException("the capture is closing");
            }
            LOG.debug("the batch ends the engine", e);
            throw e;
        } finally {
            inBatch.unlock();
        }
    }

    /**
     * Waits for the batch that is being published, if any. Call it after stopping the backoff: no other batch begins then.
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
}
