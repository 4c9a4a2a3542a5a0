package io.tidemark.cli.reconcile;

import io.tidemark.reconciler.check.Stats;
import io.tidemark.reconciler.check.StatsResult;
import io.tidemark.reconciler.check.StatsText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "stats", description = "Counts both sides, and says how far the graph is behind.")
final class StatsCommand implements Callable<Integer> {

    @Mixin
    private final Reconciling reconciling = new Reconciling();

    @Override
    public Integer call() {
        StatsResult result = new Stats(reconciling.reconciler()).run();
        if (reconciling.isJson()) {
            reconciling.printJson(result);
        } else {
            StatsText.lines(result).forEach(reconciling::print);
        }
        return result.complete() ? ReconcileExit.OK : ReconcileExit.INCOMPLETE;
    }
}
