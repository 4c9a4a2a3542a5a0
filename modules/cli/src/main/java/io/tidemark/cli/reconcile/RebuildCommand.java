package io.tidemark.cli.reconcile;

import io.tidemark.cli.terminal.Consent;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.rebuild.Clear;
import io.tidemark.reconciler.rebuild.Rebuild;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.run.TidemarkStalledException;
import io.tidemark.reconciler.verify.Verify;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    /** A graph that no sink fills is not emptied; one that was left half empty is. */
    private static void requireFollowing(Session session) throws InterruptedException, SQLException {
        if (session.endpoints().tidemark().standing().hold().isPresent()) {
            return;
        }
        try (Connection connection = session.endpoints().connect()) {
            session.tidemark().untilNow(connection);
        } catch (TidemarkStalledException e) {
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
                    new Clear(session.endpoints(), "./tidemark reconcile rebuild", session.observer(), session.stop());
            Verify.Plan plan = options.plan(session.endpoints().mapping(), new Verify.Scope.All());
            if (plan.elements().size()
                    < session.endpoints().mapping().elements().size()) {
                throw new TidemarkException(
                        Category.USAGE, "rebuild empties and verifies every table: leave --table out");
            }
            requireFollowing(session);
            consent.require(ClearText.question(clear.plan(), session.endpoints().settings()));
            session.state().forget();
            Rebuild.Result rebuilt =
                    new Rebuild(session.endpoints(), clear, session.tidemark(), session.observer()).run();
            Verify.Result result = new Verify(session, plan).run(false);
            VerifyText text = new VerifyText(result, session.state().file(Verify.DRIFTS), options.limit());
            reconciling.print(new Document(rebuilt, text.document()), () -> lines(rebuilt, text));
            return ReconcileExit.of(result.verdict());
        });
    }

    /** The JSON object; its fields are these. */
    private record Document(Rebuild.Result rebuild, VerifyText.Document verify) {}

    private static List<String> lines(Rebuild.Result rebuilt, VerifyText text) {
        List<String> lines = new ArrayList<>(ClearText.lines(rebuilt.cleared()));
        lines.add(String.format(
                Locale.ROOT,
                "%,d changes replayed in %.1f s, %,.0f a second; the graph is at %s",
                rebuilt.applied(),
                rebuilt.replay().toMillis() / 1e3,
                rebuilt.changesPerSecond(),
                rebuilt.reached()));
        lines.addAll(text.lines());
        return lines;
    }
}
