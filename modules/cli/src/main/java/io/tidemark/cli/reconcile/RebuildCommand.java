package io.tidemark.cli.reconcile;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.postgres.Cluster;
import io.tidemark.reconciler.rebuild.Clear;
import io.tidemark.reconciler.rebuild.Rebuild;
import io.tidemark.reconciler.rebuild.RebuildResult;
import io.tidemark.reconciler.run.NoAnswerException;
import io.tidemark.reconciler.verify.Verify;
import io.tidemark.reconciler.verify.VerifyPlan;
import io.tidemark.reconciler.verify.VerifyResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rebuild",
        description = "Empties the graph, lets the sink replay the topics alone, waits for the tidemark, and verifies.")
final class RebuildCommand implements Callable<Integer> {

    @Mixin
    private final Reconciling reconciling = new Reconciling();

    @Mixin
    private final VerifyOptions options = new VerifyOptions();

    @Mixin
    private final Consent consent = new Consent();

    /** A graph that nobody fills is not emptied; one that was left half empty is gone on with. */
    private static void requireFollowing(Reconciling.Session session) throws InterruptedException, SQLException {
        if (session.sides().tidemark().standing().hold().isPresent()) {
            return;
        }
        try (Connection connection = session.sides().connect()) {
            session.tidemark().until(Cluster.written(connection));
        } catch (NoAnswerException e) {
            throw new TidemarkException(
                    Category.FATAL,
                    "nothing was cleared, since nobody would fill the graph again: " + e.getMessage()
                            + "; ./tidemark reconcile clear empties it all the same",
                    e);
        }
    }

    @Override
    public Integer call() throws Exception {
        return reconciling.run(session -> {
            Clear clear =
                    new Clear(session.sides(), "./tidemark reconcile rebuild", session.observer(), session.stop());
            VerifyPlan plan = options.plan(session.sides().mapping(), new VerifyPlan.Scope.All());
            if (plan.elements().size() < session.sides().mapping().elements().size()) {
                throw new TidemarkException(
                        Category.USAGE, "rebuild empties and verifies every table: leave --table out");
            }
            requireFollowing(session);
            consent.require(ClearText.question(
                    clear.plan(),
                    session.settings().prefix(),
                    session.settings().graph().uri()));
            session.state().forget();
            RebuildResult rebuilt = new Rebuild(session.sides(), clear, session.tidemark(), session.observer()).run();
            VerifyResult result = new Verify(
                            session.sides(),
                            session.state(),
                            plan,
                            session.tidemark(),
                            session.observer(),
                            session.stop())
                    .run(false);
            VerifyText text = new VerifyText(result, session.state().file(Verify.DRIFTS), options.limit());
            if (reconciling.isJson()) {
                Map<String, Object> both = new LinkedHashMap<>();
                both.put("rebuild", rebuilt);
                both.put("verify", text.json());
                reconciling.printJson(both);
            } else {
                ClearText.lines(rebuilt.cleared()).forEach(reconciling::print);
                reconciling.print(String.format(
                        Locale.ROOT,
                        "%,d changes replayed in %.1f s, %,.0f a second; the graph is at %s",
                        rebuilt.applied(),
                        rebuilt.replay().toMillis() / 1e3,
                        rebuilt.changesPerSecond(),
                        rebuilt.reached()));
                reconciling.print(text.text());
            }
            return ReconcileExit.of(result.verdict());
        });
    }
}
