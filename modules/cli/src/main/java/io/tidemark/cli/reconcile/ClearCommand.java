package io.tidemark.cli.reconcile;

import io.tidemark.cli.terminal.Consent;
import io.tidemark.reconciler.rebuild.Clear;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "clear",
        description =
                "Empties the mapped part of the graph under a hold, in batches; run it again to go on after a kill.")
final class ClearCommand implements Callable<Integer> {

    @Mixin
    private final Reconciling reconciling = new Reconciling();

    @Mixin
    private final Consent consent = new Consent();

    @Option(
            names = "--forget",
            paramLabel = "PREFIX",
            description = "also remove the positions of a pipeline that no longer runs and wrote the same elements")
    private @Nullable String forgotten;

    @Override
    public Integer call() throws Exception {
        return reconciling.run(session -> {
            String command = "./tidemark reconcile clear" + (forgotten == null ? "" : " --forget " + forgotten);
            Clear clear = new Clear(
                    session.endpoints(), command, session.observer(), session.stop(), Optional.ofNullable(forgotten));
            consent.require(ClearText.question(clear.plan(), session.endpoints().settings()));
            session.state().forget();
            Clear.Result result = clear.run();
            reconciling.print(result, () -> ClearText.lines(result));
            return ReconcileExit.OK;
        });
    }
}
