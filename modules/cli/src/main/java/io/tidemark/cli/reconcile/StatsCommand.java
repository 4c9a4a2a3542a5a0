package io.tidemark.cli.reconcile;

import io.tidemark.reconciler.check.Stats;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "stats", description = "Counts both sides, and says how far the graph is behind.")
final class StatsCommand implements Callable<Integer> {

    @Mixin
    private final Reconciling reconciling = new Reconciling();

    @Override
    public Integer call() {
        Stats.Result result = new Stats(reconciling.reconciler()).run();
        reconciling.print(result, () -> StatsText.lines(result));
        return result.complete() ? ReconcileExit.OK : ReconcileExit.INCOMPLETE;
    }
}
