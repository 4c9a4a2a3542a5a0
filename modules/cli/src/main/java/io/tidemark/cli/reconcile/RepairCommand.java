package io.tidemark.cli.reconcile;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.repair.Repair;
import io.tidemark.reconciler.repair.RepairPlan;
import io.tidemark.reconciler.repair.RepairResult;
import io.tidemark.reconciler.report.ReportData;
import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.verify.LastVerify;
import io.tidemark.reconciler.verify.Verify;
import io.tidemark.reconciler.verify.VerifyPlan;
import io.tidemark.reconciler.verify.VerifyResult;
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
            VerifyResult found = last ? last(session) : compare(session);
            Repair repair = new Repair(
                    session.sides(), session.state(), session.tidemark(), session.observer(), session.stop());
            RepairPlan plan = repair.plan();
            if (plan.keys() + plan.beyond() != found.driftCount() - strays(found)) {
                throw new TidemarkException(
                        Category.USAGE,
                        "the list of drifts is not that of the last comparison, which a later one has begun anew: run"
                                + " verify again");
            }
            if (!execute) {
                print(new RepairText(found, plan));
                return found.verdict() == VerifyResult.Verdict.DRIFT
                        ? ReconcileExit.DRIFT
                        : ReconcileExit.of(found.verdict());
            }
            RepairResult result = repair.run(plan);
            session.state()
                    .write(
                            ReportData.LAST_REPAIR,
                            new ReportData.Run(
                                    "repair",
                                    result.ended(),
                                    result.repaired() + " keys repaired and proved, "
                                            + (result.remaining() + strays(found)) + " still differ"));
            print(new RepairText(found, plan, result));
            if (result.remaining() > 0 || strays(found) > 0) {
                return ReconcileExit.DRIFT;
            }
            return result.unsettled() > 0 || !found.isComplete() ? ReconcileExit.INCOMPLETE : ReconcileExit.OK;
        });
    }

    private VerifyResult compare(Reconciling.Session session) throws InterruptedException {
        VerifyPlan plan = options.plan(session.sides().mapping(), new VerifyPlan.Scope.All());
        return new Verify(
                        session.sides(), session.state(), plan, session.tidemark(), session.observer(), session.stop())
                .run(false);
    }

    private VerifyResult last(Reconciling.Session session) {
        if (options.hasTables()) {
            throw new TidemarkException(
                    Category.USAGE, "--last repairs what the last comparison found: leave --table out");
        }
        LastVerify kept = LastVerify.read(session.state())
                .orElseThrow(() -> new TidemarkException(
                        Category.USAGE, "no comparison is kept: run verify first, or repair without --last"));
        Origin.of(session.sides()).requireSame(kept.origin(), session.state().file(LastVerify.FILE));
        return kept.result();
    }

    private static long strays(VerifyResult found) {
        return found.tables().stream().mapToLong(table -> table.strays()).sum();
    }

    private void print(RepairText text) {
        if (reconciling.isJson()) {
            reconciling.printJson(text.json());
        } else {
            reconciling.print(text.text());
        }
    }
}
