package io.tidemark.console.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidemark.console.metrics.PipelineMetrics;
import io.tidemark.console.status.ConsoleSettings;
import io.tidemark.console.status.PipelineStatus;
import io.tidemark.console.status.StatusReader;
import io.tidemark.console.status.StatusSnapshot;
import io.tidemark.console.watch.PipelineWatch;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.telemetry.Probe;
import io.tidemark.telemetry.Probes;
import io.tidemark.telemetry.ProcessRegistry;
import io.tidemark.telemetry.TelemetryServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The page, its data, {@code /metrics} and the probes on one port, fed by a snapshot a second. Read-only: it writes nothing anywhere.
 */
public final class Console implements AutoCloseable {

    /** Where it listens unless told otherwise. */
    public static final int DEFAULT_PORT = 9464;

    private final PipelineWatch watch;
    private final TelemetryServer server;
    private final ProcessRegistry figures;
    private final BindAddress address;

    /**
     * Where a console listens.
     *
     * @param host a name or an address of this machine
     * @param port 0 for any that is free
     * @param allowedHosts names besides {@code host}, {@code localhost} and addresses under which it may be asked for
     */
    public record BindAddress(String host, int port, List<String> allowedHosts) {

        public BindAddress {
            allowedHosts = List.copyOf(allowedHosts);
        }

        /** On this machine alone. */
        public static BindAddress local(int port) {
            return new BindAddress("localhost", port, List.of());
        }
    }

    private Console(PipelineWatch watch, TelemetryServer server, ProcessRegistry figures, BindAddress address) {
        this.watch = watch;
        this.server = server;
        this.figures = figures;
        this.address = address;
    }

    /**
     * Reads the pipeline once, which may take some seconds, and serves; whatever is unreachable, it starts.
     *
     * @throws TidemarkException USAGE when the port cannot be listened on
     */
    public static Console start(ConsoleSettings settings, BindAddress address) {
        ProcessRegistry figures = ProcessRegistry.open();
        PrometheusMeterRegistry registry = figures.registry();
        AtomicReference<@Nullable PipelineWatch> watching = new AtomicReference<>();
        TelemetryServer server = listen(address, registry, watching);
        try {
            PipelineWatch watch = new PipelineWatch(new StatusReader(settings));
            watching.set(watch);
            PipelineMetrics.export(() -> fresh(watch), registry.getPrometheusRegistry());
            server.serve("/", new PageHandler(watch::pipeline, new Hosts(address.host(), address.allowedHosts())));
            return new Console(watch, server, figures, address);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Metrics that are no longer read are worse than none: the scrape fails, and the alarm is that the console is down. */
    private static StatusSnapshot fresh(PipelineWatch watch) {
        if (!watch.isReading()) {
            throw new IllegalStateException("the pipeline has not been looked at for a minute");
        }
        return watch.snapshot();
    }

    private static TelemetryServer listen(
            BindAddress address, PrometheusMeterRegistry registry, AtomicReference<@Nullable PipelineWatch> watching) {
        Supplier<Probe> started =
                () -> watching.get() == null ? Probe.failed("takes its first look") : Probe.passed("started");
        Supplier<Probe> live = () -> {
            PipelineWatch watch = watching.get();
            return watch == null || watch.isReading()
                    ? Probe.passed("looking")
                    : Probe.failed("has not looked for a minute");
        };
        Supplier<Probe> ready = () -> started.get().passed() ? live.get() : started.get();
        Probes probes = new Probes(started, live, ready);
        try {
            return new TelemetryServer(address.host(), address.port(), address.allowedHosts(), registry, probes);
        } catch (TidemarkException e) {
            String why = e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")";
            throw new TidemarkException(
                    Category.USAGE,
                    "the console cannot be served at " + address.host() + ":" + address.port() + why
                            + ": give another --port, 0 for any that is free, or a --host of this machine",
                    e);
        }
    }

    /** Where the page is. */
    public String address() {
        return "http://" + address.host() + ":" + server.port() + "/";
    }

    /** The last status. */
    public PipelineStatus status() {
        return watch.snapshot().status();
    }

    @Override
    public void close() {
        server.close();
        watch.close();
        figures.close();
    }
}
