package io.tidemark.cli.run;

import io.tidemark.model.TidemarkException;
import io.tidemark.settings.Settings;
import io.tidemark.telemetry.Probes;
import io.tidemark.telemetry.ProcessRegistry;
import io.tidemark.telemetry.ReadinessLog;
import io.tidemark.telemetry.TelemetryServer;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Metrics and health of this process, where the settings say, or nowhere; and in its log whether it is ready. Thread-safe. */
public final class Telemetry implements AutoCloseable {

    /** Where a capture is asked when no port is set. */
    public static final int CAPTURE_PORT = 9465;

    /** Where a sink is asked. */
    public static final int SINK_PORT = 9466;

    /** Where {@code reconcile watch} is asked. */
    public static final int RECONCILER_PORT = 9467;

    private final @Nullable TelemetryServer server;
    private final String place;
    private final Consumer<String> people;
    private final ReadinessLog readiness;

    private Telemetry(@Nullable TelemetryServer server, String place, Consumer<String> people, Probes probes) {
        this.server = server;
        this.place = place;
        this.people = people;
        this.readiness = new ReadinessLog(probes.ready());
    }

    /**
     * Listens, before the process starts anything else.
     *
     * @param own the port when none is set
     * @param people is told where, by {@link #say}
     * @throws TidemarkException USAGE, one line, when the address cannot be listened on
     */
    public static Telemetry open(
            Settings settings, int own, ProcessRegistry figures, Probes probes, Consumer<String> people) {
        OptionalInt port = settings.metricsPort(own);
        if (port.isEmpty()) {
            return new Telemetry(null, "", people, probes);
        }
        String host = settings.metricsHost();
        TelemetryServer server =
                new TelemetryServer(host, port.getAsInt(), settings.metricsAllowedHosts(), figures.registry(), probes);
        return new Telemetry(
                server,
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port(),
                people,
                probes);
    }

    /** Says in a line where it listens. */
    public void say() {
        people.accept(
                server == null
                        ? "no metrics and no health: TIDEMARK_METRICS_PORT is off"
                        : "metrics at " + place + "/metrics, health at /livez, /readyz and /startupz");
    }

    @Override
    public void close() {
        readiness.close();
        if (server != null) {
            server.close();
        }
    }
}
