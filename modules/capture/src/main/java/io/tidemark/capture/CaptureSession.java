package io.tidemark.capture;

import io.tidemark.capture.engine.EngineFailure;
import io.tidemark.capture.engine.EngineRun;
import io.tidemark.capture.engine.SourceCheck;
import io.tidemark.capture.engine.SourceLock;
import io.tidemark.capture.engine.SourceWatch;
import io.tidemark.capture.publish.BatchHandler;
import io.tidemark.capture.publish.BatchWriter;
import io.tidemark.capture.publish.CaptureListener;
import io.tidemark.capture.publish.Heartbeat;
import io.tidemark.capture.publish.SegmentWriter;
import io.tidemark.capture.publish.TableFills;
import io.tidemark.capture.publish.TransactionalPublisher;
import io.tidemark.capture.refresh.Refresher;
import io.tidemark.capture.resume.Position;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.concurrent.Backoff;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.FileNodes;
import io.tidemark.postgres.ReplicationSlot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session of the engine with all that runs beside it, from a resume point to a stop or a failure. {@link #stop} may come
 * from any thread, before or during {@link #run}.
 */
final class CaptureSession implements SourceWatch.Session {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureSession.class);
    private static final Duration LONGEST_LAST_BATCH = Duration.ofSeconds(15);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    private final CaptureSettings settings;
    private final TransactionalPublisher publisher;
    private final CaptureListener listener;
    private final SourceLock lock;
    private final ResumePoint start;
    private final Map<TableName, Long> files;
    private final Heartbeat heartbeat = Heartbeat.random();
    private final Backoff backoff = new Backoff();
    private final Refresher refresher;
    private final BatchWriter writer;
    private final TableFills fills;
    private final BatchHandler handler;
    private final EngineRun engine;

    CaptureSession(CaptureParts parts, SourceLock lock, SessionStart.Found found) {
        this.settings = parts.settings();
        this.publisher = parts.publisher();
        this.listener = parts.listener();
        this.lock = lock;
        this.start = found.point();
        this.files = files();
        this.refresher = new Refresher(settings, parts.streamed());
        SegmentWriter segments =
                new SegmentWriter(start, parts.encoder(), found.schemas(), publisher, backoff, listener);
        this.writer = new BatchWriter(segments, heartbeat, parts.sweep(), refresher, this::snapshotEnd, listener);
        this.fills = new TableFills(settings, segments, refresher, parts.sweep(), listener);
        this.handler = new BatchHandler(writer, fills, backoff);
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
                start.position().streaming().map(CaptureSession::from).orElse("a new snapshot"));
        try (SourceWatch watch = new SourceWatch(settings, start.source(), lock, heartbeat, this, listener)) {
            listener.sessionStarted();
            watch.start();
            engine.run();
        } finally {
            listener.sessionEnded();
            refresher.close();
        }
    }

    @Override
    public Optional<Lsn> position() {
        return writer.position();
    }

    @Override
    public Map<String, String> partitions() {
        return writer.partitions();
    }

    @Override
    public boolean isQuiet() {
        return writer.isQuiet();
    }

    @Override
    public boolean isFilling() {
        return fills.arePending();
    }

    private static String from(Position.Streaming position) {
        return "LSN " + position.lsn()
                + position.unfinished()
                        .map(unfinished -> ", where the first " + unfinished.published() + " events of transaction "
                                + unfinished.transactionId() + " are published already")
                        .orElse("");
    }

    @Override
    public void fail(TidemarkException cause) {
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
        engine.stop(LONGEST_STOP);
    }

    private BatchWriter.SnapshotEnd snapshotEnd() {
        try (Connection connection = Connections.open(settings.database())) {
            Optional<ReplicationSlot> slot = ReplicationSlot.find(connection, settings.slotName());
            if (slot.isEmpty()) {
                throw SourceCheck.lost("replication slot " + settings.slotName() + " was dropped during the snapshot");
            }
            Map<TableName, Long> now =
                    FileNodes.of(connection, settings.mapping().tables());
            Set<TableName> rewritten = new TreeSet<>(files.keySet());
            rewritten.removeIf(table -> Objects.equals(files.get(table), now.get(table)));
            return new BatchWriter.SnapshotEnd(
                    Objects.requireNonNull(slot.get().confirmed(), "a slot that was made has a position"), rewritten);
        } catch (SQLException e) {
            throw EngineFailure.explain(e, settings);
        }
    }

    /** Read before the slot is made, and with it the snapshot. */
    private Map<TableName, Long> files() {
        if (start.position().streaming().isPresent()) {
            return Map.of();
        }
        try {
            return FileNodes.of(lock.connection(), settings.mapping().tables());
        } catch (SQLException e) {
            throw EngineFailure.explain(e, settings);
        }
    }
}
