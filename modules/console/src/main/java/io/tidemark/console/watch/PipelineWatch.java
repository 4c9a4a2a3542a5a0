package io.tidemark.console.watch;

import io.tidemark.console.status.StatusReader;
import io.tidemark.console.status.StatusSnapshot;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the pipeline every second until it is closed. Owns the reader. What it has seen may be asked from any thread. */
public final class PipelineWatch implements AutoCloseable {

    /** From the beginning of a look to that of the next, unless it takes longer. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PipelineWatch.class);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final StatusReader reader;
    private final Timeline timeline = new Timeline();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "pipeline-watch");
        made.setDaemon(true);
        return made;
    });
    private final ScheduledFuture<?> looking;
    private volatile Seen seen;
    private volatile long lookedNanos;

    private record Seen(StatusSnapshot look, Pipeline pipeline) {}

    /** Takes the first look, which may take some seconds, and goes on looking. */
    public PipelineWatch(StatusReader reader) {
        this.reader = reader;
        this.seen = see(reader, timeline);
        this.lookedNanos = System.nanoTime();
        this.looking =
                thread.scheduleAtFixedRate(this::lookSafely, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Seen see(StatusReader reader, Timeline timeline) {
        StatusSnapshot look = reader.read();
        Rates rates = timeline.add(look);
        return new Seen(look, new Pipeline(look.status(), rates, timeline.history()));
    }

    private void lookSafely() {
        try {
            seen = see(reader, timeline);
            lookedNanos = System.nanoTime();
        } catch (RuntimeException e) {
            LOG.warn("the pipeline cannot be looked at", e);
        }
    }

    /** The last look. */
    public StatusSnapshot look() {
        return seen.look();
    }

    /** The same with what came before. */
    public Pipeline pipeline() {
        return seen.pipeline();
    }

    /** Whether it still looks. */
    public boolean isLooking() {
        return System.nanoTime() - lookedNanos < LONGEST_SILENCE.toNanos();
    }

    @Override
    public void close() {
        looking.cancel(false);
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
