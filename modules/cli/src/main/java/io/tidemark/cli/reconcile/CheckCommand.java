package io.tidemark.cli.reconcile;

import static io.tidemark.cli.terminal.TextTable.Column.left;

import io.tidemark.cli.terminal.TextTable;
import io.tidemark.reconciler.check.Check;
import io.tidemark.reconciler.check.Finding;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check",
        description = "Looks at everything a pipeline needs: a line each with OK, WARN or FAIL and the fix.")
final class CheckCommand implements Callable<Integer> {

    private static final TextTable TABLE = TextTable.of(left(5), left(22), left(0));

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
        String text = finding.detail() + (finding.fix() == null ? "" : "; " + finding.fix());
        return TABLE.line(finding.status(), finding.what(), text);
    }
}
