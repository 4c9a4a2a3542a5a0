package io.tidemark.cli.reconcile;

import io.tidemark.reconciler.rebuild.Clear;
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
            Clear clear =
                    new Clear(session.endpoints(), "./tidemark reconcile clear", session.observer(), session.stop());
            consent.require(ClearText.question(clear.plan(), session.endpoints().settings()));
            session.state().forget();
            Clear.Result result = clear.run();
            reconciling.print(result, () -> ClearText.lines(result));
            return ReconcileExit.OK;
        });
    }
}
