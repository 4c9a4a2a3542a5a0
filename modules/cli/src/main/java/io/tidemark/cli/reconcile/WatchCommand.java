package io.tidemark.cli.reconcile;

import io.tidemark.cli.run.AppProbes;
import io.tidemark.cli.run.Telemetry;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.verify.Verify;
import io.tidemark.reconciler.watch.ReconcilerMetrics;
import io.tidemark.reconciler.watch.Watch;
import io.tidemark.reconciler.watch.WatchHealth;
import io.tidemark.settings.Settings;
import io.tidemark.telemetry.ProcessRegistry;
import java.time.Duration;
import java.util.List;
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

    @Override
    public Integer call() throws Exception {
        Settings settings = reconciling.watching();
        WatchHealth health = new WatchHealth();
        try (ProcessRegistry metrics = ProcessRegistry.open();
                Telemetry telemetry = Telemetry.open(
                        settings, Telemetry.RECONCILER_PORT, metrics, AppProbes.of(health), reconciling::say)) {
            telemetry.say();
            ReconcilerMetrics meters = new ReconcilerMetrics(metrics.registry());
            return reconciling.run(ReconcileExit.OK, session -> watch(session, meters, health));
        }
    }

    private int watch(Session session, ReconcilerMetrics metrics, WatchHealth health) throws InterruptedException {
        Verify.Plan plan = options.plan(session.endpoints().mapping(), new Verify.Scope.All());
        Watch watch = new Watch(
                () -> {
                    Verify.Result result = new Verify(session, plan).run(false);
                    DeadLetterSettling.after(session);
                    return result;
                },
                Duration.ofSeconds(pause),
                metrics,
                health,
                result -> print(new VerifyText(result, session.state().file(Verify.DRIFTS), options.limit())),
                session.observer(),
                session.stop());
        watch.run(rounds);
        return ReconcileExit.OK;
    }

    private void print(VerifyText text) {
        reconciling.print(text.document(), () -> List.of(text.summary()));
    }
}
