package io.tidemark.capture;

import io.tidemark.capture.avro.RecordEncoder;
import io.tidemark.capture.engine.EngineFailure;
import io.tidemark.capture.engine.EngineRun;
import io.tidemark.capture.engine.SourceCheck;
import io.tidemark.capture.engine.SourceLock;
import io.tidemark.capture.engine.SourceWatch;
import io.tidemark.capture.publish.Backoff;
import io.tidemark.capture.publish.BatchHandler;
import io.tidemark.capture.publish.BatchWriter;
import io.tidemark.capture.publish.CaptureCounters;
import io.tidemark.capture.publish.Heartbeat;
import io.tidemark.capture.publish.Sweep;
import io.tidemark.capture.publish.TransactionalPublisher;
import io.tidemark.capture.refresh.Refresher;
import io.tidemark.capture.refresh.StreamedTransactions;
import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.capture.telemetry.CaptureHealth;
import io.tidemark.capture.telemetry.CaptureMetrics;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.ReplicationSlot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the engine with all that stands around it, from a resume point to a stop or a failure. {@link #stop} may come
 * from any thread, before or during {@link #run}.
 */
final class CaptureSession {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureSession.class);
    private static final Duration LONGEST_LAST_BATCH = Duration.ofSeconds(15);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    private final CaptureSettings settings;
    private final SourceLock lock;
    private final TransactionalPublisher publisher;
    private final CaptureCounters counters;
    private final CaptureHealth health;
    private final CaptureMetrics metrics;
    private final Heartbeat heartbeat = Heartbeat.random();
    private final Backoff backoff = new Backoff();
    private final ResumePoint start;
    private final Refresher refresher;
    private final BatchWriter writer;
    private final BatchHandler handler;
    private final EngineRun engine;

    CaptureSession(
            CaptureSettings settings,
            SourceLock lock,
            ResumePoint start,
            RecordEncoder encoder,
            TransactionalPublisher publisher,
            Sweep sweep,
            StreamedTransactions streamed,
            CaptureCounters counters,
            CaptureHealth health,
            CaptureMetrics metrics) {
        this.settings = settings;
        this.lock = lock;
        this.start = start;
        this.publisher = publisher;
        this.counters = counters;
        this.health = health;
        this.metrics = metrics;
        this.refresher = new Refresher(settings, streamed);
        this.writer = new BatchWriter(
                start, encoder, publisher, backoff, counters, heartbeat, sweep, refresher, this::slotStart);
        this.handler = new BatchHandler(writer, backoff);
        this.engine = new EngineRun(settings, writer.position(), handler);
    }

    /**
     * Captures until it is stopped.
     *
     * @throws TidemarkException why it ended by itself
     */
    void run() {
        LOG.info(
                "capturing {} from {}",
                settings.mapping().tables(),
                start.position() instanceof Position.Streaming streaming ? from(streaming) : "a new snapshot");
        try (SourceWatch watch = new SourceWatch(
                settings,
                start.source(),
                lock,
                heartbeat,
                writer::position,
                () -> counters.nanosSincePublished() > QUIET_NANOS,
                this::fail,
                health,
                metrics)) {
            health.lifeBegan();
            metrics.lifeBegan();
            watch.start();
            engine.run();
        } finally {
            health.lifeEnded();
            metrics.lifeEnded();
            refresher.close();
        }
    }

    private static String from(Position.Streaming position) {
        return "LSN " + position.lsn()
                + position.unfinished()
                        .map(unfinished -> ", where the first " + unfinished.published() + " events of transaction "
                                + unfinished.transactionId() + " are published already")
                        .orElse("");
    }

    private void fail(TidemarkException cause) {
        engine.fail(cause);
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Finishes the batch that is being published, and ends; takes at most about half a minute. */
    void stop() throws InterruptedException {
        backoff.stop();
        if (!handler.awaitIdle(LONGEST_LAST_BATCH)) {
            LOG.warn("the last batch did not end within {}: it is left to the next start", LONGEST_LAST_BATCH);
            publisher.close();
            refresher.close();
        }
        engine.stop(LONGEST_STOP.toMillis());
    }

    private Lsn slotStart() {
        try (Connection connection = Connections.open(settings.database())) {
            Optional<ReplicationSlot> slot = ReplicationSlot.find(connection, settings.slotName());
            if (slot.isEmpty()) {
                throw SourceCheck.lost("replication slot " + settings.slotName() + " was dropped during the snapshot");
            }
            return Objects.requireNonNull(slot.get().confirmed(), "a slot that was made has a position");
        } catch (SQLException e) {
            throw EngineFailure.explain(e, settings);
        }
    }
}
