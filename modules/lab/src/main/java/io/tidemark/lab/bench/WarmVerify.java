package io.tidemark.lab.bench;

import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.ReconcilerSettings;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.verify.Verify;
import java.time.Duration;

/** Verify in this process, several times: what it does once its JVM is warm, as under {@code watch}. */
final class WarmVerify {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TIMES = 3;

    private final ReconcilerSettings settings;

    WarmVerify(ReconcilerSettings settings) {
        this.settings = settings;
    }

    /** The last of them. */
    Verify.Result run() throws InterruptedException {
        try (Session session = Session.open(settings, PATIENCE, Observer.NONE, new Stop())) {
            Verify.Plan plan = new Verify.Plan(
                    session.endpoints().mapping().elements(),
                    new Verify.Scope.All(),
                    Verify.Plan.DEFAULT_CHUNK_ROWS,
                    0);
            for (int time = 1; time < TIMES; time++) {
                new Verify(session, plan).run(false);
            }
            return new Verify(session, plan).run(false);
        }
    }
}
