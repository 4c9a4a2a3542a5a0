package io.tidemark.sink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tidemark.events.DeadLetter;
import io.tidemark.graphstore.Flush;
import io.tidemark.graphstore.GraphPool;
import io.tidemark.graphstore.RetryCause;
import io.tidemark.graphstore.RetryListener;
import io.tidemark.graphstore.WatermarkAdvance;
import io.tidemark.model.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** The sink's metrics, under the names of {@code docs/metrics.md}; all are there from the start. Thread-safe. */
final class SinkMetrics implements RetryListener {

    private static final double[] ROWS = {1, 10, 100, 500, 1_000, 2_500, 5_000, 10_000, 100_000};

    private static final Duration[] FLUSH = millis(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000, 60_000);

    private static final Duration[] VISIBLE =
            millis(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000, 300_000);

    private final MeterRegistry registry;
    private final Map<String, Counter> applied = new HashMap<>();
    private final Map<RetryCause, Counter> retries = new EnumMap<>(RetryCause.class);
    private final Map<DeadLetter.Kind, Counter> deadLetters = new EnumMap<>(DeadLetter.Kind.class);
    private final DistributionSummary rows;
    private final Timer flush;
    private final Timer visible;

    /**
     * Makes the meters.
     *
     * @param ready whether the sink applies what it reads
     * @param pool the driver's connections
     */
    SinkMetrics(MeterRegistry registry, SinkSettings settings, BooleanSupplier ready, GraphPool pool) {
        this.registry = registry;
        for (TableName table : settings.mapping().tables()) {
            applied.put(settings.topicNames().table(table), applied(table));
        }
        for (RetryCause cause : RetryCause.values()) {
            retries.put(cause, counter("tidemark.sink.retries", "Neo4j transactions begun anew", cause));
        }
        for (DeadLetter.Kind kind : DeadLetter.Kind.values()) {
            deadLetters.put(kind, counter("tidemark.sink.dead.letters", "Records put aside, repeats included", kind));
        }
        rows = DistributionSummary.builder("tidemark.sink.flush.rows")
                .description("Rows in one Neo4j transaction")
                .serviceLevelObjectives(ROWS)
                .register(registry);
        flush = Timer.builder("tidemark.sink.flush.duration")
                .description("From the beginning of a flush to Neo4j's answer, retries included")
                .serviceLevelObjectives(FLUSH)
                .register(registry);
        visible = Timer.builder("tidemark.sink.commit.to.visible")
                .description("From a commit in Postgres until the graph's tidemark covers it")
                .serviceLevelObjectives(VISIBLE)
                .register(registry);
        Gauge.builder("tidemark.sink.ready", () -> ready.getAsBoolean() ? 1 : 0)
                .description("1 if it applies what it reads")
                .register(registry);
        connections("in_use", pool::inUse);
        connections("idle", pool::idle);
        FunctionCounter.builder("tidemark.neo4j.pool.acquisition.timeouts", pool, GraphPool::acquisitionTimeouts)
                .description("Times the driver had no connection to give")
                .register(registry);
    }

    private static Duration[] millis(int... buckets) {
        return Arrays.stream(buckets).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private Counter applied(TableName table) {
        return Counter.builder("tidemark.sink.changes.applied")
                .description("Row changes in the graph through this process")
                .tag("table", table.toString())
                .register(registry);
    }

    private Counter counter(String name, String description, Enum<?> cause) {
        return Counter.builder(name)
                .description(description)
                .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private void connections(String state, IntSupplier count) {
        Gauge.builder("tidemark.neo4j.pool.connections", count::getAsInt)
                .description("The driver's connections to Neo4j")
                .tag("state", state)
                .register(registry);
    }

    /** The graph holds a flush; a few additions for each partition in it, none for a row. */
    void applied(Flush done, Duration took) {
        flush.record(took);
        rows.record(done.changes().size());
        for (WatermarkAdvance advance : done.advances()) {
            Counter table = applied.get(advance.next().topic());
            if (table != null) {
                table.increment(
                        (double) (advance.next().changes() - advance.expected().changes()));
            }
        }
    }

    /** The tidemark covers what was committed then. */
    void visible(Instant committedAt) {
        Duration since = Duration.between(committedAt, Instant.now());
        visible.record(since.isNegative() ? Duration.ZERO : since);
    }

    void deadLetter(DeadLetter.Kind kind) {
        Objects.requireNonNull(deadLetters.get(kind)).increment();
    }

    @Override
    public void retried(RetryCause cause) {
        Objects.requireNonNull(retries.get(cause)).increment();
    }
}
