package io.tidemark.console.watch;

import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.console.status.StatusReader;
import io.tidemark.console.status.StatusSnapshot;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the pipeline every second until it is closed. Owns the reader. What was read may be asked for from any thread. */
public final class PipelineWatch implements AutoCloseable {

    /** From the beginning of a read to that of the next, unless it takes longer. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PipelineWatch.class);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final StatusReader reader;
    private final Timeline timeline = new Timeline();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.factory("pipeline-watch"));
    private final ScheduledFuture<?> reading;
    private volatile Seen seen;
    private volatile long readNanos;

    private record Seen(StatusSnapshot snapshot, Pipeline pipeline) {}

    /** Reads for the first time, which may take some seconds, and continues to read. */
    public PipelineWatch(StatusReader reader) {
        this.reader = reader;
        this.seen = see(reader, timeline);
        this.readNanos = System.nanoTime();
        this.reading =
                thread.scheduleAtFixedRate(this::readSafely, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Seen see(StatusReader reader, Timeline timeline) {
        StatusSnapshot snapshot = reader.read();
        Rates rates = timeline.add(snapshot);
        return new Seen(snapshot, new Pipeline(snapshot.status(), rates, timeline.history()));
    }

    private void readSafely() {
        try {
            seen = see(reader, timeline);
            readNanos = System.nanoTime();
        } catch (RuntimeException e) {
            LOG.warn("the pipeline cannot be looked at", e);
        }
    }

    /** The last one. */
    public StatusSnapshot snapshot() {
        return seen.snapshot();
    }

    /** The same with what came before. */
    public Pipeline pipeline() {
        return seen.pipeline();
    }

    /** Whether it still reads. */
    public boolean isReading() {
        return System.nanoTime() - readNanos < LONGEST_SILENCE.toNanos();
    }

    @Override
    public void close() {
        reading.cancel(false);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(StatusReader.LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        reader.close();
    }
}
