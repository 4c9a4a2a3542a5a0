package io.tidemark.cli.reconcile;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.repair.Repair;
import io.tidemark.reconciler.report.Report;
import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.verify.LastVerify;
import io.tidemark.reconciler.verify.Verify;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "repair",
        description =
                "Compares, and has the capture read the drifted keys again; prints the plan only, unless --execute.")
final class RepairCommand implements Callable<Integer> {

    @Mixin
    private final Reconciling reconciling = new Reconciling();

    @Mixin
    private final VerifyOptions options = new VerifyOptions();

    @Option(names = "--execute", description = "act; without it the plan is printed and nothing is asked for")
    private boolean execute;

    @Option(names = "--last", description = "repair what the last comparison found, without comparing again first")
    private boolean last;

    @Override
    public Integer call() throws Exception {
        return reconciling.run(session -> {
            Verify.Result found = last ? last(session) : compare(session);
            Repair repair = new Repair(session);
            Repair.Plan plan = repair.plan();
            if (plan.keys() + plan.beyond() != found.driftCount() - found.strays()) {
                throw new TidemarkException(
                        Category.USAGE,
                        "the list of drifts is not that of the last comparison, which a later one has begun anew: run"
                                + " verify again");
            }
            if (!execute) {
                print(new RepairText(found, plan, null));
                return ReconcileExit.of(found.verdict());
            }
            Repair.Result result = repair.run(plan);
            long remaining = result.remaining() + found.strays();
            Report.keepRepair(
                    session.state(),
                    result.ended(),
                    result.repaired() + " keys repaired and proved, " + remaining + " still differ");
            print(new RepairText(found, plan, result));
            DeadLetterSettling.after(session);
            if (remaining > 0) {
                return ReconcileExit.DRIFT;
            }
            return result.unsettled() > 0 || !found.isComplete() ? ReconcileExit.INCOMPLETE : ReconcileExit.OK;
        });
    }

    private Verify.Result compare(Session session) throws InterruptedException {
        Verify.Plan plan = options.plan(session.endpoints().mapping(), new Verify.Scope.All());
        return new Verify(session, plan).run(false);
    }

    private Verify.Result last(Session session) {
        if (options.hasTables()) {
            throw new TidemarkException(
                    Category.USAGE, "--last repairs what the last comparison found: leave --table out");
        }
        LastVerify kept = LastVerify.read(session.state())
                .orElseThrow(() -> new TidemarkException(
                        Category.USAGE, "no comparison is kept: run verify first, or repair without --last"));
        Origin.of(session.endpoints())
                .requireSame(kept.origin(), session.state().file(LastVerify.FILE));
        return kept.result();
    }

    private void print(RepairText text) {
        reconciling.print(text.document(), text::lines);
    }
}
