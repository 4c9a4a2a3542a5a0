package io.tidemark.capture.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A gauge that is absent until its value is known, and again once it is not. Thread-safe. */
final class LateGauge {

    private final MeterRegistry registry;
    private final String name;
    private final String description;
    private final AtomicReference<Double> value = new AtomicReference<>(Double.NaN);
    private @Nullable Gauge gauge;

    LateGauge(MeterRegistry registry, String name, String description) {
        this.registry = registry;
        this.name = name;
        this.description = description;
    }

    synchronized void set(double known) {
        value.set(known);
        if (gauge == null) {
            gauge = Gauge.builder(name, value::get).description(description).register(registry);
        }
    }

    synchronized void forget() {
        if (gauge != null) {
            registry.remove(gauge);
            gauge = null;
        }
    }
}
