package io.tidemark.lab.chaos.tidemark;

import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.RawSession;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.DatabaseUrl;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples the tidemark while probes are written: reads it, and in a later query the probes, so that what it promised must
 * be there. Thread-safe.
 */
public final class TidemarkWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TidemarkWatch.class);
    private static final long SAMPLE_EVERY_MILLIS = 25;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 500;

    private static final String TIDEMARK = "MATCH (t:Tidemark {prefix: $prefix}) WHERE t.lsn IS NOT NULL RETURN t.lsn";
    private static final String NODES =
            "MATCH (u:User) WHERE u.id IN $ids RETURN '' AS type, u.id AS start, u.id AS end," + " u.username AS value";
    private static final String EDGES = "MATCH (a:UserRef)-[e:FOLLOWS|MUTES|BLOCKS]->(b:UserRef)"
            + " WHERE a.id IN $ids AND b.id IN $ids RETURN type(e), a.id, b.id, e.created_at";

    private final Graph graph;
    private final String prefix;
    private final TidemarkLedger ledger = new TidemarkLedger();
    private final Prober prober;
    private final Thread probing;
    private final Thread sampling;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    /**
     * What it came to.
     *
     * @param samples how often a tidemark was seen
     * @param stale how often it promised something that was not there
     * @param backwards how often it was behind what it had been
     * @param greatestLagMillis the longest time that a commit waited for it
     * @param examples some of what was wrong
     */
    public record Result(long samples, long stale, long backwards, long greatestLagMillis, List<String> examples) {}

    /**
     * Starts to probe and to sample.
     *
     * @param graph opened without detour; the caller closes it
     * @param prefix the pipeline's
     */
    public TidemarkWatch(DatabaseUrl database, Graph graph, String prefix, long seed) {
        this.graph = graph;
        this.prefix = prefix;
        this.prober = new Prober(database, ledger, seed);
        this.probing = DaemonThreads.named("chaos-prober", prober);
        this.sampling = DaemonThreads.named("chaos-tidemark", this::sampleOn);
        probing.start();
        sampling.start();
    }

    private void sampleOn() {
        try {
            while (!closed) {
                try {
                    sample();
                    TimeUnit.MILLISECONDS.sleep(SAMPLE_EVERY_MILLIS);
                } catch (TidemarkException e) {
                    if (e.category() != Category.RETRY) {
                        throw e; // a question that Neo4j does not understand finds no lie
                    }
                    LOG.debug("the sampler waits for Neo4j: {}", e.getMessage());
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the sampler was asked to end", e);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void sample() {
        try (RawSession session = graph.raw()) {
            List<Lsn> tidemark = new ArrayList<>();
            session.read(
                    TIDEMARK, Map.of("prefix", prefix), row -> tidemark.add(Lsn.parse(String.valueOf(row.get(0)))));
            if (tidemark.isEmpty()) {
                return;
            }
            Map<String, Long> values = new HashMap<>();
            List<String> ids = Probe.IDS.stream().map(UUID::toString).toList();
            for (String query : List.of(NODES, EDGES)) {
                session.read(
                        query,
                        Map.of("ids", ids),
                        row -> values.put(row.get(0) + " " + row.get(1) + " " + row.get(2), value(row.get(3))));
            }
            ledger.sample(tidemark.get(0), values, System.nanoTime());
        }
    }

    private static long value(@Nullable Object value) {
        if (value instanceof ZonedDateTime time) {
            return time.toEpochSecond();
        }
        String name = String.valueOf(value);
        return Long.parseLong(name, name.lastIndexOf('-') + 1, name.length(), 10);
    }

    /** Commits no more probes until {@link #resume}; goes on sampling. */
    public void pause() {
        prober.pause();
    }

    /** Goes on probing. */
    public void resume() {
        prober.resume();
    }

    /** The last tidemark seen; empty before the first. */
    public Optional<Lsn> last() {
        return Optional.ofNullable(ledger.last());
    }

    /** How long the oldest commit that the tidemark does not cover has waited. */
    public Duration lag() {
        return Duration.ofNanos(ledger.lagNanos(System.nanoTime()));
    }

    /**
     * Decides about the probes that the graph lacked so far: only a truncation may have taken them.
     *
     * @param truncated whether a table was truncated by a commit behind a position; must know the log up to now
     */
    public void settle(BiPredicate<String, Lsn> truncated) {
        ledger.settle((probe, position) -> truncated.test(Probe.tableOf(probe), position));
    }

    /** What it has come to, what is to be settled apart. */
    public Result result() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw new IllegalStateException("the sampler failed", failed);
        }
        return ledger.result();
    }

    @Override
    public void close() {
        closed = true; // the driver does not like its threads interrupted
        probing.interrupt();
        for (Thread thread : List.of(probing, sampling)) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
