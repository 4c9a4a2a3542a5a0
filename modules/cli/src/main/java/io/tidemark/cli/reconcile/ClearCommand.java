package io.tidemark.cli.reconcile;

import io.tidemark.reconciler.rebuild.Clear;
import io.tidemark.reconciler.rebuild.ClearResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "clear",
        description =
                "Empties the mapped part of the graph under a hold, in batches; run it again to go on after a kill.")
final class ClearCommand implements Callable<Integer> {

    @Mixin
    private final Reconciling reconciling = new Reconciling();

    @Mixin
    private final Consent consent = new Consent();

    @Override
    public Integer call() throws Exception {
        return reconciling.run(session -> {
            Clear clear = new Clear(session.sides(), "./tidemark reconcile clear", session.observer(), session.stop());
            consent.require(ClearText.question(
                    clear.plan(),
                    session.settings().prefix(),
                    session.settings().graph().uri()));
            session.state().forget();
            ClearResult result = clear.run();
            if (reconciling.isJson()) {
                reconciling.printJson(result);
            } else {
                ClearText.lines(result).forEach(reconciling::print);
            }
            return ReconcileExit.OK;
        });
    }
}
