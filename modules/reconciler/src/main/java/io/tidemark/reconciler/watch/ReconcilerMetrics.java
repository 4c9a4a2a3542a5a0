package io.tidemark.reconciler.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.reconciler.verify.TableResult;
import io.tidemark.reconciler.verify.Verify;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/**
 * The last comparison as metrics: {@code tidemark_reconciler_drift} and its kin. Names, units and labels are documented in
 * {@code docs/metrics.md}. Thread-safe.
 */
public final class ReconcilerMetrics {

    private static final String DRIFT = "Drifted keys that the last comparison found";

    private final MeterRegistry registry;
    private final Map<String, AtomicReference<TableResult>> tables = new ConcurrentHashMap<>();
    private final AtomicReference<Verify.Result> last = new AtomicReference<>();

    public ReconcilerMetrics(MeterRegistry registry) {
        this.registry = registry;
        failures();
        for (Verify.Verdict verdict : Verify.Verdict.values()) {
            verifies(verdict);
        }
    }

    private Counter failures() {
        return Counter.builder("tidemark.reconciler.failures")
                .description("Comparisons that did not come to their end")
                .register(registry);
    }

    private Counter verifies(Verify.Verdict verdict) {
        return Counter.builder("tidemark.reconciler.verifies")
                .description("Comparisons that came to their end")
                .tag("verdict", verdict.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /** A comparison came to its end. */
    void compared(Verify.Result result) {
        if (last.getAndSet(result) == null) {
            gauge(
                    "tidemark.reconciler.last.verify.timestamp.seconds",
                    "When the last comparison ended",
                    last,
                    found -> found.ended().toEpochMilli() / 1e3);
            gauge(
                    "tidemark.reconciler.last.verify.duration.seconds",
                    "How long the last comparison took",
                    last,
                    found -> Duration.between(found.began(), found.ended()).toMillis() / 1e3);
        }
        verifies(result.verdict()).increment();
        result.tables().forEach(this::table);
    }

    /** A comparison failed before its end. */
    void failed() {
        failures().increment();
    }

    private void table(TableResult result) {
        String name = result.table().toString();
        AtomicReference<TableResult> known = tables.get(name);
        if (known != null) {
            known.set(result);
            return;
        }
        AtomicReference<TableResult> fresh = new AtomicReference<>(result);
        tables.put(name, fresh);
        gauge("tidemark.reconciler.drift", DRIFT, fresh, TableResult::missing, "table", name, "kind", "missing");
        gauge("tidemark.reconciler.drift", DRIFT, fresh, TableResult::extra, "table", name, "kind", "extra");
        gauge("tidemark.reconciler.drift", DRIFT, fresh, TableResult::different, "table", name, "kind", "different");
        gauge("tidemark.reconciler.drift", DRIFT, fresh, TableResult::strays, "table", name, "kind", "stray");
        gauge(
                "tidemark.reconciler.rows.compared",
                "Rows that the last comparison compared",
                fresh,
                TableResult::rows,
                "table",
                name);
        gauge(
                "tidemark.reconciler.unsettled",
                "Keys that the last comparison could not judge",
                fresh,
                TableResult::unsettled,
                "table",
                name);
        gauge(
                "tidemark.reconciler.complete",
                "Whether the last comparison compared the whole table",
                fresh,
                found -> found.complete() ? 1 : 0,
                "table",
                name);
    }

    private <T> void gauge(
            String name, String description, AtomicReference<T> held, ToDoubleFunction<T> value, String... labels) {
        Gauge.builder(name, held, reference -> {
                    T found = reference.get();
                    return found == null ? Double.NaN : value.applyAsDouble(found);
                })
                .description(description)
                .tags(labels)
                .register(registry);
    }
}
