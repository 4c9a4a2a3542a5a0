package io.tidemark.capture;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.capture.avro.RecordEncoder;
import io.tidemark.capture.avro.RegisteredSchemas;
import io.tidemark.capture.avro.SchemaHistory;
import io.tidemark.capture.engine.EngineFailure;
import io.tidemark.capture.engine.SourceLock;
import io.tidemark.capture.engine.StandbyException;
import io.tidemark.capture.publish.CaptureListeners;
import io.tidemark.capture.publish.KafkaClients;
import io.tidemark.capture.publish.TransactionalPublisher;
import io.tidemark.capture.refresh.StreamedTransactions;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.capture.sweep.TopicSweep;
import io.tidemark.capture.telemetry.CaptureCounters;
import io.tidemark.capture.telemetry.CaptureHealth;
import io.tidemark.capture.telemetry.CaptureHealth.Role;
import io.tidemark.capture.telemetry.CaptureMetrics;
import io.tidemark.concurrent.Backoff;
import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.events.WriterSchemas;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The capture: a snapshot of the mapped tables, then their changes as they commit.
 *
 * <p>It runs in sessions: check Postgres, take over in Kafka, read the resume point, run the engine from there. After a
 * transient failure the next session starts the same way. Thread-safe; used once.
 */
public final class CaptureApp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureApp.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    private final Backoff betweenSessions = new Backoff();
    private final CaptureHealth health = new CaptureHealth();
    private final CaptureCounters counters = new CaptureCounters();
    private final SchemaRegistryClient schemas;
    private final CaptureParts parts;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean started = new AtomicBoolean();
    /** The session of Postgres that held the lock last; read and written by the thread that runs the sessions. */
    private int lockSession;

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable CaptureSession session;
    private boolean resnapshot;

    /** Prepares a capture that resumes where the last one stopped; nothing is contacted before {@link #start}. */
    public CaptureApp(CaptureSettings settings) {
        this(settings, false);
    }

    /** The same, without metrics. */
    public CaptureApp(CaptureSettings settings, boolean resnapshot) {
        this(settings, resnapshot, new SimpleMeterRegistry());
    }

    /**
     * Prepares a capture.
     *
     * @param resnapshot whether it starts with a new snapshot, and forgets where the last one stopped
     * @param registry takes its metrics, those of {@code docs/metrics.md}; the caller's
     */
    public CaptureApp(CaptureSettings settings, boolean resnapshot, MeterRegistry registry) {
        this.resnapshot = resnapshot;
        this.schemas = settings.registry().connect();
        RecordEncoder encoder = new RecordEncoder(new RegisteredSchemas(schemas));
        WriterSchemas written = WriterSchemas.of(settings.kafka(), settings.topics(), schemas);
        this.parts = new CaptureParts(
                settings,
                encoder,
                new SchemaHistory(schemas),
                new TransactionalPublisher(settings),
                new TopicSweep(new KafkaClients(settings).common(), id -> {
                    Schema schema = written.byId(id);
                    encoder.use(id, schema);
                    return schema;
                })::run,
                new StreamedTransactions(),
                new CaptureListeners(List.of(counters, new CaptureMetrics(registry, settings), health)));
    }

    /** Starts in the background and returns at once; what goes wrong comes out of {@link #awaitEnd}. */
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a capture is started once");
        }
        DaemonThreads.named("tidemark-capture", this::runSessions).start();
    }

    /**
     * Waits until the capture has ended.
     *
     * @throws TidemarkException what ended it, unless that was {@link #close}
     */
    public void awaitEnd() {
        try {
            ended.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TidemarkException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Whether the capture has ended; {@link #awaitEnd} tells why. */
    public boolean hasEnded() {
        return ended.isDone();
    }

    /** Whether it has started: it captures, stands by, or waits for a server that is unavailable. */
    public boolean isStarted() {
        return health.role() != Role.STARTING;
    }

    /** Whether another capture runs and this one waits for its turn. */
    public boolean isStandby() {
        return !hasEnded() && health.role() == Role.STANDBY;
    }

    /** Why it neither publishes nor stands by, in one line; empty when it does. Answers at once. */
    public Optional<String> waitsFor() {
        return hasEnded() ? Optional.of("the capture has ended") : health.waitsFor();
    }

    /** Row changes committed to table topics since the start; a delete counts once. */
    public long publishedChanges() {
        return counters.publishedChanges();
    }

    /** The log position of the last record that was committed to Kafka; 0/0 before the first. */
    public Lsn sourceLsn() {
        return counters.sourceLsn();
    }

    private void runSessions() {
        try {
            while (!closed.get()) {
                try {
                    runSession();
                } catch (TidemarkException e) {
                    if (closed.get()) {
                        LOG.debug("ended while closing", e);
                        break;
                    }
                    if (e.category() != Category.RETRY) {
                        throw e;
                    }
                    tellWhy(e);
                    if (!betweenSessions.await()) {
                        break;
                    }
                }
            }
            parts.publisher().close();
            ended.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.complete(null);
        } catch (TidemarkException e) {
            parts.publisher().close();
            ended.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            parts.publisher().close();
            ended.completeExceptionally(
                    new TidemarkException(Category.FATAL, "the capture failed unexpectedly: " + e, e));
        }
    }

    private void tellWhy(TidemarkException e) {
        String why = String.valueOf(e.getMessage());
        if (e instanceof StandbyException) {
            LOG.atLevel(isStandby() ? Level.DEBUG : Level.WARN).log("{}; trying again", why);
            parts.listener().standingBy(why);
        } else {
            LOG.warn("{}; trying again", why);
            parts.listener().waitingFor(why);
        }
    }

    private void runSession() throws InterruptedException {
        try (SourceLock lock = SourceLock.take(parts.settings(), lockSession)) {
            lockSession = lock.session();
            CaptureSession next = new CaptureSession(parts, lock, startAt(lock.connection()));
            session = next;
            if (closed.get()) {
                return;
            }
            long before = counters.publishedChanges();
            try {
                next.run();
            } finally {
                session = null;
                if (counters.publishedChanges() > before) {
                    betweenSessions.reset();
                }
            }
        }
    }

    private SessionStart.Found startAt(Connection connection) {
        try {
            SessionStart.Found start = new SessionStart(parts, connection).find(resnapshot);
            resnapshot = false;
            return start;
        } catch (SQLException e) {
            throw EngineFailure.explain(e, parts.settings());
        }
    }

    /** Finishes the batch that is being published, commits it, and stops; takes at most about half a minute. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        betweenSessions.stop();
        try {
            CaptureSession running = session;
            if (running != null) {
                running.stop();
            }
            if (started.get()) {
                ended.handle((nothing, failure) -> null)
                        .completeOnTimeout(null, LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            parts.publisher().close();
            closeRegistry();
        }
    }

    private void closeRegistry() {
        try {
            schemas.close();
        } catch (IOException e) {
            LOG.debug("registry client closed with", e);
        }
    }
}
