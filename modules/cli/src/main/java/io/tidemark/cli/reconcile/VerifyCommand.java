package io.tidemark.cli.reconcile;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.verify.LastVerify;
import io.tidemark.reconciler.verify.Verify;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = "Compares every mapped property of every row with the graph, both ways, while rows change.")
final class VerifyCommand implements Callable<Integer> {

    private static final int MOST_KEYS = 1_000_000;

    @Mixin
    private final Reconciling reconciling = new Reconciling();

    @Mixin
    private final VerifyOptions options = new VerifyOptions();

    @Option(names = "--sample", paramLabel = "N", description = "compare about N keys of each table, by chance")
    private @Nullable Integer sample;

    @Option(
            names = "--since-checkpoint",
            description = "compare the rows that were written since the last complete comparison; deletes are not"
                    + " looked for")
    private boolean sinceCheckpoint;

    @Option(names = "--resume", description = "go on from where the last comparison was stopped")
    private boolean resume;

    @Override
    public Integer call() throws Exception {
        return reconciling.run(session -> {
            Verify.Plan plan = options.plan(session.endpoints().mapping(), scope(session));
            Verify.Result result = new Verify(session, plan).run(resume);
            VerifyText text = new VerifyText(result, session.state().file(Verify.DRIFTS), options.limit());
            reconciling.print(text.document(), text::lines);
            DeadLetterSettling.after(session);
            return ReconcileExit.of(result.verdict());
        });
    }

    private Verify.Scope scope(Session session) {
        if (sample != null && sinceCheckpoint) {
            throw new TidemarkException(Category.USAGE, "--sample and --since-checkpoint exclude each other: give one");
        }
        if (sample != null) {
            if (sample < 1 || sample > MOST_KEYS) {
                throw new TidemarkException(Category.USAGE, "--sample is " + sample + ": give 1 to " + MOST_KEYS);
            }
            return new Verify.Scope.Sample(sample);
        }
        return sinceCheckpoint
                ? new Verify.Scope.WrittenSince(LastVerify.checkpoint(session.state(), Origin.of(session.endpoints())))
                : new Verify.Scope.All();
    }
}
