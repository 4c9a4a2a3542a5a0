package io.tidemark.console.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the metrics of one scrape; a value that is null is left out. One thread. */
final class Families {

    private static final String TOTAL = "_total";

    private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
    private final List<CounterSnapshot> counters = new ArrayList<>();

    /** @param labels names and values in turn */
    void gauge(String name, String help, @Nullable Double value, String... labels) {
        if (value != null) {
            gauges.computeIfAbsent(
                            name, none -> GaugeSnapshot.builder().name(name).help(help))
                    .dataPoint(GaugeDataPointSnapshot.builder()
                            .value(value)
                            .labels(Labels.of(labels))
                            .build());
        }
    }

    /** @param name with {@code _total}, which the exposition adds */
    void counter(String name, String help, long value) {
        counters.add(CounterSnapshot.builder()
                .name(name.substring(0, name.length() - TOTAL.length()))
                .help(help)
                .dataPoint(
                        CounterDataPointSnapshot.builder().value((double) value).build())
                .build());
    }

    MetricSnapshots snapshots() {
        List<MetricSnapshot> all = new ArrayList<>(counters);
        gauges.values().forEach(gauge -> all.add(gauge.build()));
        return new MetricSnapshots(all);
    }
}
