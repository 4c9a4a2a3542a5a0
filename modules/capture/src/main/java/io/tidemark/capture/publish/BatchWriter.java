package io.tidemark.capture.publish;

import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.StreamPosition;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what the engine hands over in one session into segments, and knows where to resume after each. The engine's thread
 * calls it; {@link #position} and {@link #isQuiet} may be asked by others.
 */
public final class BatchWriter {

    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    private final SegmentWriter segments;
    private final Heartbeat heartbeat;
    private final Sweep sweep;
    private final Refresh refresh;
    private final Supplier<SnapshotEnd> snapshotEnd;
    private final CaptureListener listener;

    /**
     * What is asked once a snapshot is complete.
     *
     * @param slotStart where the slot starts, which is what the snapshot saw
     * @param rewritten the tables that got other files since before the snapshot began
     */
    public record SnapshotEnd(Lsn slotStart, Set<TableName> rewritten) {}

    /** Null while a snapshot is being taken. */
    private @Nullable StreamPosition stream;

    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final IncompleteRows incomplete = new IncompleteRows();
    private Optional<Segment.Boundary> boundary = Optional.empty();

    /**
     * A writer for one session.
     *
     * @param segments at the resume point from which the session starts
     * @param snapshotEnd asked once a snapshot is complete
     */
    public BatchWriter(
            SegmentWriter segments,
            Heartbeat heartbeat,
            Sweep sweep,
            Refresh refresh,
            Supplier<SnapshotEnd> snapshotEnd,
            CaptureListener listener) {
        this.segments = segments;
        this.heartbeat = heartbeat;
        this.sweep = sweep;
        this.refresh = refresh;
        this.snapshotEnd = snapshotEnd;
        this.listener = listener;
        this.stream = segments.current()
                .position()
                .streaming()
                .map(StreamPosition::new)
                .orElse(null);
    }

    /** Up to where everything is in Kafka; empty while a snapshot is being taken. */
    public Optional<Lsn> position() {
        return segments.current().position().streaming().map(Position.Streaming::lsn);
    }

    /** For each partitioned table, the partitions whose rows are in the topics. */
    public Map<String, String> partitions() {
        return segments.current().source().partitions();
    }

    /** Whether nothing was published for about a second, or at all. */
    public boolean isQuiet() {
        return segments.isQuiet();
    }

    /**
     * Takes the next record.
     *
     * @return whether it lies between two transactions: once {@link #flush} has returned, the slot may move there
     */
    boolean add(SourceRecord source) throws InterruptedException {
        CapturedRecord captured = CapturedRecord.of(source);
        if (captured instanceof CapturedRecord.SnapshotRow row) {
            return snapshotRow(row);
        }
        StreamPosition log = stream();
        if (captured instanceof CapturedRecord.Row row) {
            return row(log, row);
        } else if (captured instanceof CapturedRecord.TransactionBegin begin) {
            return begin(log, begin);
        } else if (captured instanceof CapturedRecord.TransactionEnd end) {
            return end(log, end);
        } else if (captured instanceof CapturedRecord.Truncate truncate) {
            return truncate(log, truncate);
        } else if (captured instanceof CapturedRecord.LogicalMessage message) {
            return message(log, message);
        }
        throw new TidemarkException(
                Category.FATAL,
                "a record for topic " + source.topic() + " is of a kind that is not written: report this");
    }

    /** Writes what was taken and is not written yet. */
    void flush() throws InterruptedException {
        StreamPosition log = stream;
        flush(log == null ? segments.current().position() : log.position());
    }

    private void flush(Position position) throws InterruptedException {
        readIncomplete();
        if (records.isEmpty() && boundary.isEmpty()) {
            return;
        }
        segments.publish(new Segment(records, boundary, position));
        records.clear();
        boundary = Optional.empty();
    }

    private boolean snapshotRow(CapturedRecord.SnapshotRow row) throws InterruptedException {
        if (stream != null) {
            throw new TidemarkException(
                    Category.FATAL, "a snapshot's row came while the log was being read: report this");
        }
        listener.snapshotRowRead(row.source().topic());
        segments.encode(row.source(), false, records);
        if (row.last()) {
            stream();
        }
        return false;
    }

    private boolean row(StreamPosition log, CapturedRecord.Row row) throws InterruptedException {
        if (log.event(row.place().transactionId(), row.place().order())) {
            if (row.incomplete()) {
                incomplete.add(row.source());
            } else {
                segments.encode(row.source(), row.delete(), records);
            }
            if (incomplete.areMany()) {
                flush();
            }
        }
        return false;
    }

    /**
     * Reads the rows that came without a value, and adds them behind all that is in the batch: what is read is at least as
     * new. A boundary moves behind them, so that progress never claims a row that is not there yet.
     */
    private void readIncomplete() throws InterruptedException {
        if (incomplete.isEmpty()) {
            return;
        }
        records.addAll(segments.untilDone(() -> {
            List<ProducerRecord<byte[], byte[]>> read = new ArrayList<>();
            for (Map.Entry<TableName, Set<List<String>>> table :
                    incomplete.keys().entrySet()) {
                refresh.rows(
                        table.getKey(), table.getValue(), segments::isStopped, rows -> segments.encode(rows, read));
            }
            return read;
        }));
        incomplete.clear();
        boundary = boundary.map(each -> new Segment.Boundary(records.size(), each.lsn(), each.committedAt()));
    }

    private boolean begin(StreamPosition log, CapturedRecord.TransactionBegin begin) {
        log.begin(begin.transactionId());
        refresh.streamed(begin.transactionId());
        return false;
    }

    private boolean end(StreamPosition log, CapturedRecord.TransactionEnd end) {
        log.end(end.transactionId(), end.lsn(), end.events());
        return reached(end.lsn(), end.committedAt());
    }

    private boolean reached(Lsn lsn, Instant when) {
        boundary = Optional.of(new Segment.Boundary(records.size(), lsn, when));
        return true;
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
        if (message.prefix().equals(PartitionsMessage.PREFIX)) {
            Optional<PartitionsMessage> partitions = PartitionsMessage.parse(message.content());
            if (partitions.isEmpty()) {
                LOG.warn("a message {} is left out: it does not say which partitions a table has", message.prefix());
            }
            if (unpublished && partitions.isPresent()) {
                flush(before);
                partitions(partitions.get(), before);
            }
            return false;
        }
        Optional<Instant> writtenAt = heartbeat.writtenAt(message);
        return writtenAt.isPresent() && log.quiet(message.lsn()) && reached(message.lsn(), writtenAt.get());
    }

    /** The position stays before the message, as for {@link #refresh}. */
    private void partitions(PartitionsMessage message, Position position) throws InterruptedException {
        segments.untilDone(() -> {
            Optional<Refresh.Partitions> changed = refresh.partitions(message, partitions());
            if (changed.isPresent()) {
                if (changed.get().rowsMoved()) {
                    readAgain(changed.get(), position);
                }
                segments.partitions(changed.get());
                segments.publish(Segment.at(position));
            }
            return true;
        });
    }

    /** Upserts of all rows, then deletes of the keys that had none: what comes and leaves meanwhile is in the log behind. */
    private void readAgain(Refresh.Partitions changed, Position position) throws InterruptedException {
        LOG.warn(
                "partitions of {} were attached, detached, dropped, truncated or rewritten: the table is read again",
                changed.table());
        List<Long> below = segments.current().nextOffsets(changed.topic());
        refresh.table(changed.table(), segments::isStopped, rows -> segments.publishReread(rows, position));
        sweep(changed.topic(), below, position);
        LOG.info("{} was read again", changed.table());
    }

    private boolean truncate(StreamPosition log, CapturedRecord.Truncate truncate) throws InterruptedException {
        Position before = log.position();
        if (log.event(truncate.place().transactionId(), truncate.place().order())) {
            flush(before);
            LOG.info("{} was truncated: every key in it is deleted", truncate.topic());
            sweep(truncate.topic(), segments.current().nextOffsets(truncate.topic()), before);
        }
        return false;
    }

    /** From here on the log is read. */
    private StreamPosition stream() throws InterruptedException {
        if (stream != null) {
            return stream;
        }
        flush();
        SnapshotEnd end = segments.untilDone(snapshotEnd::get);
        if (!end.rewritten().isEmpty()) {
            throw new TidemarkException(
                    Category.RETRY,
                    "tables " + end.rewritten()
                            + " were rewritten while the snapshot was taken, and may be empty in it: taking it again");
        }
        Position snapshot = segments.current().position();
        for (Map.Entry<String, List<Long>> topic : snapshot.sweepBelow().entrySet()) {
            sweep(topic.getKey(), topic.getValue(), snapshot);
        }
        StreamPosition log = new StreamPosition(new Position.Streaming(end.slotStart(), Optional.empty()));
        segments.publish(Segment.at(log.position()));
        LOG.info("the snapshot is complete; reading the log from {}", log.lsn());
        stream = log;
        return log;
    }

    private void sweep(String topic, List<Long> below, Position position) throws InterruptedException {
        if (below.stream().allMatch(offset -> offset == 0)) {
            return;
        }
        segments.untilDone(() -> {
            sweep.run(
                    topic,
                    below,
                    segments.current().nextOffsets(topic),
                    chunk -> segments.publishPart(chunk, position));
            return true;
        });
    }

    /** The position stays before the request: after a kill it is done again. */
    private void refresh(String request, Position position) throws InterruptedException {
        segments.untilDone(() -> {
            refresh.run(request, segments::isStopped, rows -> segments.publishReread(rows, position));
            return true;
        });
    }
}
