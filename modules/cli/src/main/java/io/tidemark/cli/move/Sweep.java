package io.tidemark.cli.move;

import io.tidemark.model.TidemarkException;
import io.tidemark.reconciler.repair.Repair;
import io.tidemark.reconciler.report.Report;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.verify.Verify;
import io.tidemark.reconciler.verify.Verify.Verdict;

/** Compares and repairs until rows and graph are equal, or a repair changes nothing more. One thread. */
final class Sweep {

    private static final int MOST_ROUNDS = 5;

    private final Session session;

    Sweep(Session session) {
        this.session = session;
    }

    /**
     * What a sweep came to.
     *
     * @param last the last comparison, of everything
     * @param repaired keys that differed and were repaired
     * @param withoutRow how many of the drifted keys had no row
     */
    record Result(Verify.Result last, long repaired, long withoutRow) {}

    /** @throws TidemarkException as {@link Verify#run} and {@link Repair#run} */
    Result run() throws InterruptedException {
        Verify.Result found = compare();
        long repaired = 0;
        long withoutRow = 0;
        for (int round = 0; found.verdict() == Verdict.DRIFT && round < MOST_ROUNDS; round++) {
            Repair repair = new Repair(session);
            Repair.Plan plan = repair.plan();
            Repair.Result result = repair.run(plan);
            if (result.repaired() == 0) {
                break;
            }
            Report.keepRepair(
                    session.state(),
                    result.ended(),
                    result.repaired() + " keys repaired and proved, " + (result.remaining() + found.strays())
                            + " still differ");
            repaired += result.repaired();
            withoutRow += plan.tables().stream().mapToLong(Repair.Line::extra).sum();
            found = compare();
        }
        return new Result(found, repaired, withoutRow);
    }

    private Verify.Result compare() throws InterruptedException {
        Verify.Plan plan = new Verify.Plan(
                session.endpoints().mapping().elements(), new Verify.Scope.All(), Verify.Plan.DEFAULT_CHUNK_ROWS, 0);
        return new Verify(session, plan).run(false);
    }
}
