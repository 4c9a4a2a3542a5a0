package io.tidemark.capture;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.capture.avro.RecordEncoder;
import io.tidemark.capture.avro.RegisteredSchemas;
import io.tidemark.capture.engine.EngineFailure;
import io.tidemark.capture.engine.SourceLock;
import io.tidemark.capture.engine.StandbyException;
import io.tidemark.capture.publish.Backoff;
import io.tidemark.capture.publish.CaptureCounters;
import io.tidemark.capture.publish.KafkaClients;
import io.tidemark.capture.publish.Sweep;
import io.tidemark.capture.publish.TransactionalPublisher;
import io.tidemark.capture.refresh.StreamedTransactions;
import io.tidemark.capture.resume.ResumePoint;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.capture.sweep.TopicSweep;
import io.tidemark.capture.telemetry.CaptureHealth;
import io.tidemark.capture.telemetry.CaptureHealth.Role;
import io.tidemark.capture.telemetry.CaptureMetrics;
import io.tidemark.events.WriterSchemas;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The capture: a snapshot of the mapped tables, then their changes as they commit.
 *
 * <p>It runs in lives: check Postgres, take over in Kafka, read the resume point, run the engine from there. Whatever
 * passing trouble ends a life, the next one begins the same way. Thread-safe; used once.
 */
public final class CaptureApp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureApp.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

    private final CaptureSettings settings;
    private final Backoff betweenLives = new Backoff();
    private final CaptureHealth health = new CaptureHealth();
    private final CaptureMetrics metrics;
    private final CaptureCounters counters;
    private final TransactionalPublisher publisher;
    private final SchemaRegistryClient schemas;
    private final RecordEncoder encoder;
    private final Sweep sweep;

    /** Kept over lives: what one life has streamed, the next one's refreshes must see. */
    private final StreamedTransactions streamed = new StreamedTransactions();

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable CaptureSession life;
    private boolean resnapshot;

    /** Prepares a capture that goes on where the last one stopped; nothing is contacted before {@link #start}. */
    public CaptureApp(CaptureSettings settings) {
        this(settings, false);
    }

    /** The same, whose figures nobody reads. */
    public CaptureApp(CaptureSettings settings, boolean resnapshot) {
        this(settings, resnapshot, new SimpleMeterRegistry());
    }

    /**
     * Prepares a capture.
     *
     * @param resnapshot whether it begins with a new snapshot, and forgets where the last one stopped
     * @param registry takes its figures, those of {@code docs/metrics.md}; the caller's
     */
    public CaptureApp(CaptureSettings settings, boolean resnapshot, MeterRegistry registry) {
        this.settings = settings;
        this.metrics = new CaptureMetrics(registry, settings, health);
        this.counters = new CaptureCounters(metrics, health);
        this.resnapshot = resnapshot;
        this.publisher = new TransactionalPublisher(settings);
        this.schemas = settings.registry().connect();
        this.encoder = new RecordEncoder(new RegisteredSchemas(schemas));
        this.sweep = new TopicSweep(new KafkaClients(settings).common(), WriterSchemas.of(schemas))::run;
    }

    /** Starts in the background and returns at once; what goes wrong comes out of {@link #awaitEnd}. */
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a capture is started once");
        }
        Thread thread = new Thread(this::live, "tidemark-capture");
        thread.setDaemon(true);
        thread.start();
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

    /** Whether it has begun: it captures, stands by, or has met a server that is away and waits for it. */
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

    private void live() {
        try {
            while (!closed.get()) {
                try {
                    oneLife();
                } catch (TidemarkException e) {
                    if (closed.get()) {
                        LOG.debug("ended while closing", e);
                        break;
                    }
                    if (e.category() != Category.RETRY) {
                        throw e;
                    }
                    if (e instanceof StandbyException && isStandby()) {
                        LOG.debug("{}; trying again", e.getMessage());
                    } else {
                        LOG.warn("{}; trying again", e.getMessage());
                    }
                    if (e instanceof StandbyException) {
                        health.standsBy(String.valueOf(e.getMessage()));
                    } else {
                        health.waitsFor(String.valueOf(e.getMessage()));
                    }
                    if (!betweenLives.await()) {
                        break;
                    }
                }
            }
            publisher.close();
            ended.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.complete(null);
        } catch (TidemarkException e) {
            publisher.close();
            ended.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            publisher.close();
            ended.completeExceptionally(
                    new TidemarkException(Category.FATAL, "the capture failed unexpectedly: " + e, e));
        }
    }

    private void oneLife() throws InterruptedException {
        try (SourceLock lock = SourceLock.take(settings)) {
            ResumePoint start = begin(lock.connection());
            CaptureSession next = new CaptureSession(
                    settings, lock, start, encoder, publisher, sweep, streamed, counters, health, metrics);
            life = next;
            if (closed.get()) {
                return;
            }
            long before = counters.publishedChanges();
            try {
                next.run();
            } finally {
                life = null;
                if (counters.publishedChanges() > before) {
                    betweenLives.reset();
                }
            }
        }
    }

    private ResumePoint begin(Connection connection) {
        try {
            ResumePoint start = new StartDecision(settings, publisher).find(connection, resnapshot);
            resnapshot = false;
            return start;
        } catch (SQLException e) {
            throw EngineFailure.explain(e, settings);
        }
    }

    /** Finishes the batch that is being published, commits it, and stops; takes at most about half a minute. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        betweenLives.stop();
        try {
            CaptureSession running = life;
            if (running != null) {
                running.stop();
            }
            if (started.get()) {
                ended.handle((nothing, failure) -> null)
                        .completeOnTimeout(null, LONGEST_STOP.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                        .join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            publisher.close();
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
