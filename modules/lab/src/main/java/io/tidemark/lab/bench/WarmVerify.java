package io.tidemark.lab.bench;

import io.tidemark.reconciler.run.Diagnosis;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.ReconcilerSettings;
import io.tidemark.reconciler.run.StateFolder;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.TidemarkWait;
import io.tidemark.reconciler.verify.Verify;
import io.tidemark.reconciler.verify.VerifyPlan;
import io.tidemark.reconciler.verify.VerifyResult;
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
    VerifyResult run() throws InterruptedException {
        Stop stop = new Stop();
        try (Endpoints sides = Endpoints.open(settings);
                StateFolder state = StateFolder.open(settings.state())) {
            TidemarkWait tidemark = new TidemarkWait(sides.tidemark(), new Diagnosis(sides), PATIENCE, stop);
            VerifyPlan plan = new VerifyPlan(
                    sides.mapping().elements(), new VerifyPlan.Scope.All(), VerifyPlan.DEFAULT_CHUNK_ROWS, 0);
            VerifyResult last = verify(sides, state, plan, tidemark, stop);
            for (int time = 1; time < TIMES; time++) {
                last = verify(sides, state, plan, tidemark, stop);
            }
            return last;
        }
    }

    private static VerifyResult verify(
            Endpoints sides, StateFolder state, VerifyPlan plan, TidemarkWait tidemark, Stop stop)
            throws InterruptedException {
        return new Verify(sides, state, plan, tidemark, Observer.NONE, stop).run(false);
    }
}
