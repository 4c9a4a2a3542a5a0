package io.tidemark.capture.publish;

import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.resume.ResumePointJson;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.events.ProgressRecord;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches to Kafka, each in one transaction together with its resume point.
 *
 * <p>After any failure it starts from what Kafka holds: a new producer under the same transactional id settles the open
 * transaction one way or the other, and the last resume point says whether the batch is in. So there is one way to
 * recover, whatever failed, and a commit whose answer was lost is not done twice.
 *
 * <p>One thread at a time; only {@link #close} may come from another.
 */
public final class TransactionalPublisher implements Publisher, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalPublisher.class);
    private static final int CAUSES = 20;

    private final CaptureSettings settings;
    private final KafkaClients clients;
    private final HangingTransactions hanging;
    private volatile @Nullable Producer<byte[], byte[]> producer;

    /** The last resume point that this capture read or wrote: Kafka holds this one, or the one being written. */
    private Optional<ResumePoint> own = Optional.empty();

    /** The one before: what a reader may still see while the brokers finish a commit that was already confirmed. */
    private Optional<ResumePoint> before = Optional.empty();

    public TransactionalPublisher(CaptureSettings settings) {
        this.settings = settings;
        this.clients = new KafkaClients(settings);
        this.hanging = new HangingTransactions(settings, clients.common());
    }

    /**
     * Takes over the transactional id: from here on every predecessor is fenced and nothing of it is in flight.
     *
     * @return where to resume; empty when nothing was captured yet
     * @throws TidemarkException RETRY when Kafka is unavailable, FATAL when it refuses or the resume point cannot be read
     */
    public Optional<ResumePoint> takeOver() {
        own = fenceOthers();
        before = own;
        return own;
    }

    /**
     * As {@link #takeOver}, for a new snapshot: where it was captured before does not matter, only what the topics hold.
     *
     * @return the last resume point; empty when there is none that can be read
     */
    public Optional<ResumePoint> takeOverAnew() {
        fence();
        abortHanging(Map.of());
        own = Optional.empty();
        before = own;
        try {
            return last();
        } catch (TidemarkException e) {
            if (e.category() == Category.RETRY) {
                throw e;
            }
            LOG.debug("the last resume point cannot be read", e);
            return Optional.empty();
        }
    }

    /**
     * The offsets of the last records, for topics of which no resume point speaks; call it after {@link #takeOver}.
     *
     * @param bounds by topic, for each partition: an offset that none is after
     */
    public Map<String, List<Long>> lastOffsets(Map<String, List<Long>> bounds) {
        return asking(() -> clients.resumePoints().lastOffsets(bounds));
    }

    /**
     * Writes a resume point that begins a snapshot. Progress goes back to the log's beginning with it: until the snapshot is
     * complete, the topics say nothing of the database as it is now, and the graph must not say that they do.
     *
     * @param began when, by Postgres' clock
     * @return what was written
     * @throws TidemarkException as {@link #publish} does
     */
    public ResumePoint begin(ResumePoint point, Instant began) {
        boolean empty = point.ends().values().stream().flatMap(List::stream).allMatch(end -> end < 0);
        Optional<Segment.Boundary> nothing =
                empty ? Optional.empty() : Optional.of(new Segment.Boundary(0, new Lsn(0), began));
        return publish(point, point.batch(), new Segment(List.of(), nothing, point.position()));
    }

    private Optional<ResumePoint> fenceOthers() {
        fence();
        Optional<ResumePoint> last = last();
        // one in the progress topic hides what was committed behind it
        return abortHanging(last.map(ResumePoint::ends).orElse(Map.of())) ? last() : last;
    }

    private void fence() {
        close();
        try {
            Producer<byte[], byte[]> fresh = clients.producer();
            producer = fresh;
            fresh.initTransactions();
        } catch (KafkaException e) {
            throw explain(e);
        }
    }

    private boolean abortHanging(Map<String, List<Long>> published) {
        try {
            return hanging.abort(published);
        } catch (KafkaException e) {
            throw explain(e);
        }
    }

    @Override
    public ResumePoint publish(ResumePoint from, String batch, Segment segment) {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            throw new TidemarkException(Category.RETRY, "the Kafka producer is closed");
        }
        try {
            current.beginTransaction();
            ResumePoint point = send(current, from, batch, segment);
            // Not left to the commit: when the sender has just looked and found nothing to send, the client can commit
            // without what was sent since, and say that all went well (seen with Kafka's client 4.3.1, decision 11).
            current.flush();
            current.commitTransaction();
            before = own;
            own = Optional.of(point);
            return point;
        } catch (KafkaException | IllegalStateException e) {
            if (cause(e, RecordTooLargeException.class)) {
                throw new TidemarkException(
                        Category.FATAL,
                        LargeRecord.largest(segment.records()) + " (" + rootMessage(e)
                                + "): raise max.message.bytes of the topic (kafka-configs.sh --alter --entity-type topics), or"
                                + " take the column out of the mapping; a row of more than "
                                + KafkaClients.MAX_REQUEST_BYTES + " bytes cannot be published",
                        e);
            }
            throw explain(refusedByFence(current, e));
        }
    }

    /** The rows first: progress and resume point name the offsets that Kafka gave them. */
    @SuppressWarnings("FutureReturnValueIgnored") // the commit throws when a send has failed
    private ResumePoint send(Producer<byte[], byte[]> current, ResumePoint from, String batch, Segment segment) {
        segment.schemas().forEach(current::send);
        List<Future<RecordMetadata>> sent = new ArrayList<>(segment.records().size());
        segment.records().forEach(record -> sent.add(current.send(record)));
        if (!sent.isEmpty()) {
            current.flush();
        }
        TopicEnds ends = new TopicEnds(from.ends());
        int first = segment.boundary().map(Segment.Boundary::records).orElse(0);
        advance(ends, sent.subList(0, first));
        segment.boundary()
                .ifPresent(boundary -> current.send(progress(
                        ProgressRecord.key(),
                        ProgressRecord.value(
                                new Progress(boundary.lsn(), boundary.committedAt(), ends.toMap(), from.filling())))));
        advance(ends, sent.subList(first, sent.size()));
        ResumePoint point = new ResumePoint(
                batch, from.source(), segment.position(), ends.toMap(), from.keySchemas(), from.fills());
        current.send(progress(
                ResumePoint.KEY.getBytes(StandardCharsets.UTF_8),
                ResumePointJson.write(point).getBytes(StandardCharsets.UTF_8)));
        return point;
    }

    private ProducerRecord<byte[], byte[]> progress(byte[] key, byte[] value) {
        return new ProducerRecord<>(settings.topics().progress(), 0, key, value);
    }

    private static void advance(TopicEnds ends, List<Future<RecordMetadata>> sent) {
        try {
            for (Future<RecordMetadata> each : sent) {
                RecordMetadata written = each.get();
                ends.written(written.topic(), written.partition(), written.offset());
            }
        } catch (ExecutionException e) {
            throw new KafkaException("a record was not written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while a batch was written", e);
        }
    }

    /**
     * Settles the transaction that failed. A new producer would fence whoever has taken over meanwhile, and this batch
     * would land behind newer ones: so it is asked first, and once more after, whose resume point Kafka holds.
     */
    @Override
    public Optional<ResumePoint> recover(String batch) {
        requireOurs(last(), batch, true);
        Optional<ResumePoint> settled = fenceOthers();
        requireOurs(settled, batch, false);
        own = settled;
        return settled.filter(point -> point.batch().equals(batch));
    }

    private Optional<ResumePoint> last() {
        return asking(() -> clients.resumePoints().last());
    }

    private <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (TidemarkException e) {
            throw e.getCause() instanceof KafkaException failure ? explain(failure) : e;
        }
    }

    private void requireOurs(Optional<ResumePoint> inKafka, String batch, boolean perhapsTheOneBefore) {
        boolean ours = inKafka.equals(own)
                || inKafka.filter(point -> point.batch().equals(batch)).isPresent()
                || (perhapsTheOneBefore && inKafka.equals(before));
        if (!ours) {
            throw fenced(null);
        }
    }

    private TidemarkException fenced(@Nullable Throwable cause) {
        return new FencedException(
                "another capture took over, or this one was frozen for longer than a transaction lasts (transactional id "
                        + settings.transactionalId() + "): the session ends",
                cause);
    }

    /**
     * A fenced producer may first see only that its epoch is old; the coordinator then says which it is. Without this
     * question two captures would fence each other in turns.
     */
    private static RuntimeException refusedByFence(Producer<byte[], byte[]> producer, RuntimeException failure) {
        if (cause(failure, InvalidProducerEpochException.class)) {
            try {
                producer.abortTransaction();
            } catch (ProducerFencedException | InvalidProducerEpochException e) {
                return e;
            } catch (KafkaException | IllegalStateException e) {
                LOG.debug("abort after an old epoch failed", e);
            }
        }
        return failure;
    }

    private TidemarkException explain(RuntimeException e) {
        if (cause(e, ProducerFencedException.class) || e instanceof InvalidProducerEpochException) {
            return fenced(e);
        }
        if (cause(e, AuthenticationException.class) || cause(e, AuthorizationException.class)) {
            return new TidemarkException(
                    Category.FATAL,
                    "Kafka at " + settings.kafka().bootstrapServers() + " does not let the capture write ("
                            + rootMessage(e)
                            + "): check its credentials and its rights on topics and on transactional id "
                            + settings.transactionalId(),
                    e);
        }
        if (cause(e, UnsupportedVersionException.class)) {
            return new TidemarkException(
                    Category.FATAL,
                    "Kafka at " + settings.kafka().bootstrapServers() + " is too old: " + rootMessage(e),
                    e);
        }
        return new TidemarkException(
                Category.RETRY,
                "Kafka at " + settings.kafka().bootstrapServers() + " did not take a batch (" + rootMessage(e) + ")",
                e);
    }

    private static boolean cause(@Nullable Throwable failure, Class<? extends Throwable> type) {
        Throwable each = failure;
        for (int i = 0; each != null && i < CAUSES; i++) {
            if (type.isInstance(each)) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        for (int i = 0; root.getCause() != null && i < CAUSES; i++) {
            root = root.getCause();
        }
        String first = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return root.getClass().getSimpleName() + ": " + first;
    }

    /** Drops the producer without waiting; an open transaction is settled by whoever takes over next. */
    @Override
    public void close() {
        Producer<byte[], byte[]> old = producer;
        producer = null;
        if (old != null) {
            old.close(Duration.ZERO);
        }
    }
}
