package io.tidemark.lab.pipeline;

import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.RawSession;
import io.tidemark.model.TidemarkException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * How old the graph's tidemark is, sampled: the time since the last commit that it covers. Postgres' clock and this process' must be one.
 * While Neo4j does not answer there are no samples. Thread-safe.
 */
public final class TidemarkAge implements AutoCloseable {

    /** Under load a tidemark is some 100 ms old; without it a heartbeat a second moves it. */
    private static final Duration CURRENT = Duration.ofMillis(1_500);

    private static final long SAMPLE_EVERY_MILLIS = 50;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 200;
    private static final String TIDEMARK =
            "MATCH (t:Tidemark {prefix: $prefix}) WHERE t.committedAt IS NOT NULL RETURN t.committedAt";

    private final Graph graph;
    private final String prefix;
    private final List<Sample> samples = new CopyOnWriteArrayList<>();
    private final Thread sampling = DaemonThreads.named("tidemark-age", this::sampleOn);
    private volatile boolean closed;

    /** One sample. */
    record Sample(long nanos, Duration age) {}

    /** Starts to sample; the caller closes the graph. */
    public TidemarkAge(Graph graph, String prefix) {
        this.graph = graph;
        this.prefix = prefix;
        sampling.start();
    }

    private void sampleOn() {
        try {
            while (!closed) {
                try (RawSession session = graph.raw()) {
                    List<Instant> committed = new ArrayList<>();
                    session.read(TIDEMARK, Map.of("prefix", prefix), row -> {
                        if (row.get(0) instanceof ZonedDateTime time) {
                            committed.add(time.toInstant());
                        }
                    });
                    committed.forEach(
                            at -> samples.add(new Sample(System.nanoTime(), Duration.between(at, Instant.now()))));
                    TimeUnit.MILLISECONDS.sleep(SAMPLE_EVERY_MILLIS);
                } catch (TidemarkException e) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // asked to end
        }
    }

    /** The greatest age since that time, of {@link System#nanoTime}. */
    public Duration greatestSince(long nanos) {
        return samples.stream()
                .filter(sample -> sample.nanos() >= nanos)
                .map(Sample::age)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** The greatest age from the first moment on, since that time, at which the tidemark was current; empty if it was not yet. */
    public Optional<Duration> greatestOnceCurrentSince(long nanos) {
        return samples.stream()
                .filter(sample -> sample.nanos() >= nanos)
                .dropWhile(TidemarkAge::old)
                .map(Sample::age)
                .max(Duration::compareTo);
    }

    /** How long after that time the tidemark was last not current; empty if it is not current now. */
    public Optional<Duration> currentAfter(long nanos) {
        return currentAfter(samples, nanos);
    }

    static Optional<Duration> currentAfter(List<Sample> samples, long nanos) {
        List<Sample> since =
                samples.stream().filter(sample -> sample.nanos() >= nanos).toList();
        if (since.isEmpty() || old(since.get(since.size() - 1))) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(since.stream()
                .filter(TidemarkAge::old)
                .mapToLong(sample -> sample.nanos() - nanos)
                .max()
                .orElse(0)));
    }

    private static boolean old(Sample sample) {
        return sample.age().compareTo(CURRENT) > 0;
    }

    @Override
    public void close() {
        closed = true; // the driver does not like its threads interrupted
        try {
            sampling.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
