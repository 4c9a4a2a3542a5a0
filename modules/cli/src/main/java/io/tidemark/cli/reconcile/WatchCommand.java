package io.tidemark.cli.reconcile;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidemark.reconciler.verify.Verify;
import io.tidemark.reconciler.verify.VerifyPlan;
import io.tidemark.reconciler.watch.ReconcilerMetrics;
import io.tidemark.reconciler.watch.Watch;
import io.tidemark.telemetry.Probes;
import io.tidemark.telemetry.TelemetryServer;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "watch",
        description = "Compares again and again at a bounded load, and serves what it finds as metrics.")
final class WatchCommand implements Callable<Integer> {

    @Mixin
    private final Reconciling reconciling = new Reconciling();

    @Mixin
    private final VerifyOptions options = new VerifyOptions();

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "the pause between two comparisons (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private int pause;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "end after so many comparisons (default: never)",
            defaultValue = "0",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private int rounds;

    @Option(
            names = "--metrics-address",
            paramLabel = "HOST",
            description = "where /metrics listens (default: ${DEFAULT-VALUE})")
    private String metricsAddress = "localhost";

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "and its port, 0 for any (default: ${DEFAULT-VALUE})",
            defaultValue = "9467")
    private int metricsPort;

    @Override
    public Integer call() throws Exception {
        return reconciling.run(ReconcileExit.OK, session -> {
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            try (TelemetryServer server = new TelemetryServer(metricsAddress, metricsPort, registry, Probes.always())) {
                session.observer().say("metrics at http://" + metricsAddress + ":" + server.port() + "/metrics");
                VerifyPlan plan = options.plan(session.sides().mapping(), new VerifyPlan.Scope.All());
                new Watch(
                                () -> new Verify(
                                                session.sides(),
                                                session.state(),
                                                plan,
                                                session.tidemark(),
                                                session.observer(),
                                                session.stop())
                                        .run(false),
                                Duration.ofSeconds(pause),
                                new ReconcilerMetrics(registry),
                                result -> {
                                    VerifyText text = new VerifyText(
                                            result, session.state().file(Verify.DRIFTS), options.limit());
                                    if (reconciling.isJson()) {
                                        reconciling.printJson(text.json());
                                    } else {
                                        reconciling.print(text.summary());
                                    }
                                },
                                session.observer(),
                                session.stop())
                        .run(rounds);
            }
            return ReconcileExit.OK;
        });
    }
}
