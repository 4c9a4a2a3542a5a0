package io.tidemark.cli.reconcile;

import io.tidemark.reconciler.check.Check;
import io.tidemark.reconciler.check.Finding;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check",
        description = "Looks at everything a pipeline needs: a line each with OK, WARN or FAIL and the fix.")
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private final Reconciling reconciling = new Reconciling();

    @Override
    public Integer call() {
        List<Finding> findings = new Check(reconciling.reconciler()).run();
        reconciling.print(
                findings, () -> findings.stream().map(CheckCommand::line).toList());
        boolean failed = findings.stream().anyMatch(finding -> finding.status() == Finding.Status.FAIL);
        return failed ? ReconcileExit.FAILED : ReconcileExit.OK;
    }

    private static String line(Finding finding) {
        return String.format(Locale.ROOT, "%-4s  %-22s %s", finding.status(), finding.what(), finding.detail())
                + (finding.fix() == null ? "" : "; " + finding.fix());
    }
}
