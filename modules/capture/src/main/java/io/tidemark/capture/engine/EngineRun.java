package io.tidemark.capture.engine;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.tidemark.capture.publish.BatchHandler;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.concurrent.Backoff;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Lsn;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session of the Debezium engine, from a resume point to a stop or a failure. {@link #stop} may come from any thread. */
public final class EngineRun {

    private static final Logger LOG = LoggerFactory.getLogger(EngineRun.class);
    private static final Duration STOP_AGAIN = Duration.ofMillis(100);

    private final CaptureSettings settings;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * Prepares a session; nothing is contacted yet.
     *
     * @param resumeAt where to resume, between two transactions; empty to start with a snapshot
     */
    public EngineRun(CaptureSettings settings, Optional<Lsn> resumeAt, BatchHandler handler) {
        this.settings = settings;
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(DebeziumProperties.of(settings, resumeAt))
                // The slot moves with every batch, so that Postgres keeps no more log than needed.
                .using(OffsetCommitPolicy.always())
                .using((success, message, error) -> {
                    if (!success) {
                        failure.compareAndSet(null, error == null ? new IllegalStateException(message) : error);
                    }
                })
                .notifying(handler)
                .build();
    }

    /**
     * Runs until it is stopped.
     *
     * @throws TidemarkException when the engine ended by itself: RETRY when a new one may help, otherwise not
     */
    public void run() {
        engine.run();
        Throwable error = failure.get();
        if (error != null) {
            throw EngineFailure.explain(error, settings);
        }
    }

    /** Names what ends this run, before it is stopped; the first one stays. */
    public void fail(TidemarkException cause) {
        failure.compareAndSet(null, cause);
    }

    /**
     * Ends the run; the caller has seen to it that no batch is being published.
     *
     * @param longest how long to keep asking: while its connections are being opened, the engine refuses
     */
    public void stop(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        Backoff pause = new Backoff(STOP_AGAIN, STOP_AGAIN);
        while (true) {
            try {
                engine.close();
                return;
            } catch (IllegalStateException e) {
                if (System.nanoTime() > deadline
                        || String.valueOf(e.getMessage()).contains("already")) {
                    LOG.debug("engine not stopped: {}", e.getMessage());
                    return;
                }
                pause.await();
            } catch (IOException e) {
                LOG.debug("engine stopped with", e);
                return;
            }
        }
    }
}
