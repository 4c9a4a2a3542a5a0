package io.tidemark.capture.publish;

import io.tidemark.capture.avro.RecordEncoder;
import io.tidemark.capture.resume.Fill;
import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.concurrent.Backoff;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one session's segments to Kafka, each exactly once, and waits out transient failures. The engine's thread calls it;
 * {@link #current} and {@link #isQuiet} may be asked by others.
 */
public final class SegmentWriter {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    private final RecordEncoder encoder;
    private final SchemaTexts schemas;
    private final Publisher publisher;
    private final Backoff backoff;
    private final CaptureListener listener;
    private final String session = UUID.randomUUID().toString();
    private long batches;
    private volatile ResumePoint current;
    private volatile long publishedNanos = System.nanoTime() - QUIET_NANOS;

    /**
     * Starts a session.
     *
     * @param start the last resume point in Kafka
     * @param schemas what the schema topic holds
     */
    public SegmentWriter(
            ResumePoint start,
            RecordEncoder encoder,
            SchemaTexts schemas,
            Publisher publisher,
            Backoff backoff,
            CaptureListener listener) {
        this.current = start;
        this.encoder = encoder;
        this.schemas = schemas;
        this.publisher = publisher;
        this.backoff = backoff;
        this.listener = listener;
        encoder.start(start.keySchemas());
    }

    /** The last resume point in Kafka. */
    ResumePoint current() {
        return current;
    }

    /** Every later resume point says that the rows of these partitions are in the topics. */
    void partitions(Refresh.Partitions partitions) {
        current =
                current.with(current.source().withPartitions(partitions.table().toString(), partitions.text()));
    }

    /** Every later resume point says that this table is so far filled. */
    void fill(String table, Fill fill) {
        current = current.with(table, fill);
    }

    /** Every later resume point says that this table is filled. */
    void filled(String table) {
        current = current.filled(table);
    }

    /** Whether nothing was published for about a second, or at all. */
    boolean isQuiet() {
        return System.nanoTime() - publishedNanos >= QUIET_NANOS;
    }

    /** Whether no failure is waited out any more. */
    boolean isStopped() {
        return backoff.isStopped();
    }

    /** The record of a row; for a delete its tombstone follows, in the same transaction: compaction then forgets the key. */
    void encode(SourceRecord source, boolean delete, List<ProducerRecord<byte[], byte[]>> target)
            throws InterruptedException {
        ProducerRecord<byte[], byte[]> record = untilDone(() -> LargeRecord.of(
                source,
                encoder.key(source.topic(), source.keySchema(), source.key()),
                encoder.value(source.topic(), source.valueSchema(), source.value())));
        target.add(record);
        if (delete) {
            target.add(new ProducerRecord<>(record.topic(), null, record.key(), null));
        }
    }

    /** Returns once the segment is in Kafka. */
    void publish(Segment segment) throws InterruptedException {
        listener.batchStarted();
        current = untilDone(new Batch(session + "-" + batches++, segment.with(schemas.missing(encoder))));
        schemas.written();
        backoff.reset();
        publishedNanos = System.nanoTime();
        listener.batchPublished(segment);
    }

    private final class Batch implements Attempt<ResumePoint> {

        private final String name;
        private final Segment segment;
        private boolean tried;

        Batch(String name, Segment segment) {
            this.name = name;
            this.segment = segment;
        }

        /** After a failure it is unknown whether the batch is in: ask before writing it again. */
        @Override
        public ResumePoint run() {
            Optional<ResumePoint> written = tried ? publisher.recover(name) : Optional.empty();
            tried = true;
            return written.orElseGet(() -> publisher.publish(current.with(encoder.keySchemas()), name, segment));
        }
    }

    /** A part of a sweep or of a refresh, from within what hands it over; the position stays, so that it can be repeated. */
    void publishPart(List<ProducerRecord<byte[], byte[]>> part, Position position) {
        try {
            publish(new Segment(part, Optional.empty(), position));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Rows that were read again, as {@link #publishPart}. */
    void publishReread(List<Refresh.Reread> rows, Position position) {
        List<ProducerRecord<byte[], byte[]>> part = new ArrayList<>(rows.size());
        encode(rows, part);
        publishPart(part, position);
    }

    /** Adds the records of rows that were read again. */
    void encode(List<Refresh.Reread> rows, List<ProducerRecord<byte[], byte[]>> target) {
        try {
            for (Refresh.Reread row : rows) {
                encode(row.source(), row.delete(), target);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static TidemarkException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TidemarkException(Category.RETRY, "interrupted while a part was published", e);
    }

    /** What may fail and is tried again. */
    interface Attempt<T> {

        T run() throws InterruptedException;
    }

    /** Repeats an attempt while its failure is transient and the session runs. */
    <T> T untilDone(Attempt<T> attempt) throws InterruptedException {
        while (true) {
            try {
                return attempt.run();
            } catch (FencedException e) {
                // Not settled here: what this session would take back might by now be another capture's.
                throw e;
            } catch (TidemarkException e) {
                if (e.category() != Category.RETRY || backoff.isStopped()) {
                    throw e;
                }
                LOG.warn("{}; trying again", e.getMessage());
                listener.retrying(String.valueOf(e.getMessage()));
                if (!backoff.await()) {
                    throw e;
                }
            }
        }
    }
}
