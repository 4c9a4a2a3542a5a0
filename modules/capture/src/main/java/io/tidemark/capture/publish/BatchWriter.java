package io.tidemark.capture.publish;

import io.tidemark.capture.avro.RecordEncoder;
import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.StreamPosition;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what the engine hands over in one of its lives into Kafka transactions, and knows where to go on after each.
 *
 * <p>Waits out trouble that can pass. The engine's thread calls it; {@link #position} may be asked by others.
 */
public final class BatchWriter {

    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    private final RecordEncoder encoder;
    private final TransactionalPublisher publisher;
    private final Backoff backoff;
    private final CaptureCounters counters;
    private final Heartbeat heartbeat;
    private final Sweep sweep;
    private final Refresh refresh;
    private final Supplier<Lsn> slotStart;

    private final String life = UUID.randomUUID().toString();
    private long batches;

    /** The last resume point in Kafka. */
    private volatile ResumePoint current;

    /** Null while a snapshot is being taken. */
    private @Nullable StreamPosition stream;

    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private Optional<Segment.Boundary> boundary = Optional.empty();

    /**
     * A writer for one life.
     *
     * @param start the last resume point in Kafka
     * @param slotStart asked once a snapshot is complete: where the slot begins, which is what the snapshot saw
     */
    public BatchWriter(
            ResumePoint start,
            RecordEncoder encoder,
            TransactionalPublisher publisher,
            Backoff backoff,
            CaptureCounters counters,
            Heartbeat heartbeat,
            Sweep sweep,
            Refresh refresh,
            Supplier<Lsn> slotStart) {
        this.current = start;
        this.encoder = encoder;
        this.publisher = publisher;
        this.backoff = backoff;
        this.counters = counters;
        this.heartbeat = heartbeat;
        this.sweep = sweep;
        this.refresh = refresh;
        this.slotStart = slotStart;
        this.stream = start.position() instanceof Position.Streaming streaming ? new StreamPosition(streaming) : null;
    }

    /** Up to where everything is in Kafka; empty while a snapshot is being taken. */
    public Optional<Lsn> position() {
        return current.position() instanceof Position.Streaming streaming
                ? Optional.of(streaming.lsn())
                : Optional.empty();
    }

    /**
     * Takes the next record.
     *
     * @return whether it lies between two transactions: once {@link #flush} has returned, the slot may move there
     */
    boolean add(SourceRecord source) throws InterruptedException {
        CapturedRecord captured = CapturedRecord.of(source);
        if (captured instanceof CapturedRecord.SnapshotRow row) {
            snapshotRow(row);
            return false;
        }
        StreamPosition log = stream();
        if (captured instanceof CapturedRecord.Row row) {
            row(log, row);
        } else if (captured instanceof CapturedRecord.TransactionBegin begin) {
            log.begin(begin.transactionId());
            refresh.streamed(begin.transactionId());
        } else if (captured instanceof CapturedRecord.TransactionEnd end) {
            log.end(end.transactionId(), end.lsn(), end.events());
            reached(end.lsn(), end.committedAt());
            return true;
        } else if (captured instanceof CapturedRecord.Truncate truncate) {
            truncate(log, truncate);
        } else if (captured instanceof CapturedRecord.LogicalMessage message) {
            return message(log, message);
        }
        return false;
    }

    /** Writes what was taken and is not written yet. */
    void flush() throws InterruptedException {
        StreamPosition log = stream;
        flush(log == null ? current.position() : log.position());
    }

    private void flush(Position position) throws InterruptedException {
        if (records.isEmpty() && boundary.isEmpty()) {
            return;
        }
        publish(new Segment(records, boundary, position));
        records.clear();
        boundary = Optional.empty();
    }

    private void snapshotRow(CapturedRecord.SnapshotRow row) throws InterruptedException {
        if (stream != null) {
            throw new TidemarkException(
                    Category.FATAL, "a snapshot's row came while the log was being read: report this");
        }
        counters.snapshotRow(row.source().topic());
        records.add(encode(row.source()));
        if (row.last()) {
            stream();
        }
    }

    private void row(StreamPosition log, CapturedRecord.Row row) throws InterruptedException {
        if (log.event(row.place().transactionId(), row.place().order())) {
            encode(row.source(), row.delete(), records);
        }
    }

    private void reached(Lsn lsn, Instant when) {
        boundary = Optional.of(new Segment.Boundary(records.size(), lsn, when));
    }

    private boolean message(StreamPosition log, CapturedRecord.LogicalMessage message) throws InterruptedException {
        CapturedRecord.Place place = message.place();
        Position before = log.position();
        boolean unpublished = place == null || log.event(place.transactionId(), place.order());
        if (message.prefix().equals(Refresh.PREFIX)) {
            if (unpublished) {
                flush(before);
                refresh(message.content(), before);
            }
            return false;
        }
        Optional<Instant> writtenAt = heartbeat.writtenAt(message);
        if (writtenAt.isEmpty() || !log.quiet(message.lsn())) {
            return false;
        }
        reached(message.lsn(), writtenAt.get());
        return true;
    }

    private void truncate(StreamPosition log, CapturedRecord.Truncate truncate) throws InterruptedException {
        Position before = log.position();
        if (!log.event(truncate.place().transactionId(), truncate.place().order())) {
            return;
        }
        flush(before);
        LOG.info("{} was truncated: every key in it is deleted", truncate.topic());
        sweep(truncate.topic(), ends(truncate.topic()), before);
    }

    /** From here on the log is read. */
    private StreamPosition stream() throws InterruptedException {
        if (stream != null) {
            return stream;
        }
        flush();
        if (current.position() instanceof Position.Snapshot snapshot) {
            for (Map.Entry<String, List<Long>> topic : snapshot.sweepBelow().entrySet()) {
                sweep(topic.getKey(), topic.getValue(), snapshot);
            }
        }
        StreamPosition log = new StreamPosition(new Position.Streaming(slotStart(), Optional.empty()));
        publish(Segment.at(log.position()));
        LOG.info("the snapshot is complete; reading the log from {}", log.lsn());
        stream = log;
        return log;
    }

    private Lsn slotStart() throws InterruptedException {
        while (true) {
            try {
                return slotStart.get();
            } catch (TidemarkException e) {
                waitAfter(e);
            }
        }
    }

    private List<Long> ends(String topic) {
        return current.ends().getOrDefault(topic, List.of()).stream()
                .map(last -> last + 1)
                .toList();
    }

    private void sweep(String topic, List<Long> below, Position position) throws InterruptedException {
        if (below.stream().allMatch(offset -> offset == 0)) {
            return;
        }
        while (true) {
            try {
                sweep.run(topic, below, ends(topic), chunk -> publishSwept(chunk, position));
                return;
            } catch (TidemarkException e) {
                waitAfter(e);
            }
        }
    }

    private void publishSwept(List<ProducerRecord<byte[], byte[]>> chunk, Position position) {
        try {
            publish(new Segment(chunk, Optional.empty(), position));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidemarkException(Category.RETRY, "interrupted while sweeping", e);
        }
    }

    /** The position stays before the request: after a kill it is done again. */
    private void refresh(String request, Position position) throws InterruptedException {
        while (true) {
            try {
                refresh.run(request, backoff::isStopped, chunk -> publishReread(chunk, position));
                return;
            } catch (TidemarkException e) {
                if (backoff.isStopped()) {
                    throw e;
                }
                waitAfter(e);
            }
        }
    }

    private void publishReread(List<Refresh.Reread> rows, Position position) {
        try {
            List<ProducerRecord<byte[], byte[]>> chunk = new ArrayList<>(rows.size());
            for (Refresh.Reread row : rows) {
                encode(row.source(), row.delete(), chunk);
            }
            publish(new Segment(chunk, Optional.empty(), position));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidemarkException(Category.RETRY, "interrupted while refreshing", e);
        }
    }

    private void encode(SourceRecord source, boolean delete, List<ProducerRecord<byte[], byte[]>> target)
            throws InterruptedException {
        ProducerRecord<byte[], byte[]> record = encode(source);
        target.add(record);
        if (delete) {
            // In the same transaction as the delete: compaction then forgets the key.
            target.add(new ProducerRecord<>(record.topic(), null, record.key(), null));
        }
    }

    private ProducerRecord<byte[], byte[]> encode(SourceRecord source) throws InterruptedException {
        while (true) {
            try {
                return new ProducerRecord<>(
                        source.topic(),
                        null,
                        encoder.key(source.topic(), source.keySchema(), source.key()),
                        encoder.value(source.topic(), source.valueSchema(), source.value()));
            } catch (TidemarkException e) {
                waitAfter(e);
            }
        }
    }

    private void publish(Segment segment) throws InterruptedException {
        String batch = life + "-" + batches++;
        Optional<ResumePoint> written = Optional.empty();
        boolean tried = false;
        counters.publishing();
        while (written.isEmpty()) {
            try {
                // After a failure nobody knows whether the batch is in: ask before writing it again.
                written = tried ? publisher.recover(batch) : Optional.empty();
                tried = true;
                if (written.isEmpty()) {
                    written = Optional.of(publisher.publish(current, batch, segment));
                }
            } catch (TidemarkException e) {
                waitAfter(e);
            }
        }
        backoff.reset();
        current = written.get();
        counters.published(segment);
    }

    /** Waits before the next try. */
    private void waitAfter(TidemarkException e) throws InterruptedException {
        if (e.category() != Category.RETRY) {
            throw e;
        }
        LOG.warn("{}; trying again", e.getMessage());
        counters.heldUp(e);
        if (!backoff.await()) {
            throw e;
        }
    }
}
