package io.tidemark.cli.move;

import io.tidemark.cli.reconcile.ReconcileExit;
import io.tidemark.cli.run.Setup;
import io.tidemark.cli.terminal.Consent;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.graphstore.WrittenMappings;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.amount.Amounts;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Cluster;
import io.tidemark.reconciler.rebuild.Filling;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.PostgresFailure;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.run.TidemarkStalledException;
import io.tidemark.reconciler.run.TidemarkWait;
import io.tidemark.reconciler.verify.Verify;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Moves a graph from one pipeline to another with a prefix of its own. Each step does nothing where it is done already, so that a move
 * that was stopped or killed is run again. Nothing is emptied: readers of the graph see every element that has a row. One thread.
 */
final class Move {

    private static final int LEFT = 1;
    private static final String DONE = "done          ";
    private static final String ALREADY_DONE = "already done  ";
    private static final String NOT_DONE = "not done      ";

    /** A pipeline that runs moves its tidemark every second. */
    private static final Duration RUNNING = Duration.ofSeconds(5);

    /** Until it is there, or a person ends the command. */
    private static final Duration FOREVER = Duration.ofDays(10_000);

    private final OldPipeline old;
    private final Session session;
    private final Endpoints endpoints;
    private final String to;
    private final Consumer<String> report;

    /**
     * Prepares a move.
     *
     * @param session of the new pipeline
     * @param report receives a line for each step, and for each thing that is made or removed
     */
    Move(OldPipeline old, Session session, Consumer<String> report) {
        this.old = old;
        this.session = session;
        this.endpoints = session.endpoints();
        this.to = endpoints.settings().prefix();
        this.report = report;
    }

    /** Makes what the new pipeline needs. */
    void setUp(Setup setup) {
        int made = setup.run();
        // so that a clear of the new pipeline knows what the old one has brought into the graph
        WrittenMappings written = endpoints.written(to);
        endpoints.written(old.prefix()).all().forEach(written::addEarlier);
        report.accept((made > 0 ? DONE : ALREADY_DONE) + "setup of " + to);
    }

    /** Waits until capture and sink of the new pipeline have brought everything that is committed now into the graph. */
    void follow() throws InterruptedException {
        requireNoHold();
        try (Connection connection = endpoints.connect()) {
            Lsn target = Cluster.written(connection);
            if (isFollowing(target)) {
                report.accept(ALREADY_DONE + to + " follows Postgres");
                return;
            }
            report.accept("waiting       until " + to + " follows Postgres; start what does not run yet:");
            report.accept("              TIDEMARK_PREFIX=" + to + " ./tidemark capture");
            report.accept("              TIDEMARK_PREFIX=" + to + " ./tidemark sink");
            Filling filling = filling(FOREVER, session.observer());
            session.observer().begin("snapshot of " + to, filling.rows(connection));
            Tidemark reached = filling.until(target);
            report.accept(DONE + to + " follows Postgres: the graph is at " + reached.lsn());
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
    }

    private void requireNoHold() {
        endpoints.tidemark().standing().hold().ifPresent(reason -> {
            throw new TidemarkException(
                    Category.USAGE,
                    "a hold keeps the sink of " + to + " waiting (" + reason + "): end it, then run this again");
        });
    }

    private boolean isFollowing(Lsn target) throws InterruptedException {
        if (endpoints.tidemark().standing().tidemark().isEmpty()) {
            return false;
        }
        try {
            filling(RUNNING, Observer.NONE).until(target);
            return true;
        } catch (TidemarkStalledException e) {
            return false;
        }
    }

    private Filling filling(Duration patience, Observer observer) {
        TidemarkWait wait = new TidemarkWait(endpoints, patience, session.stop());
        return new Filling(endpoints, wait, observer, old::requireStoppedNowAndThen);
    }

    /** Repairs what rows that changed or went after the old pipeline's end have left. Returns an exit code. */
    int sweep() throws InterruptedException {
        Sweep.Result swept = new Sweep(session).run();
        List<String> leftovers =
                endpoints.graph().leftovers(endpoints.written(to).all());
        if (!leftovers.isEmpty()) {
            report.accept("warning       the graph still has " + String.join(", ", leftovers)
                    + ", which an earlier mapping had and this one does not: once " + old.prefix()
                    + " is retired, TIDEMARK_PREFIX=" + to + " ./tidemark reconcile rebuild removes it");
        }
        Verify.Result last = swept.last();
        String keys = Amounts.count(swept.repaired(), "key", "keys") + " repaired, " + Amounts.count(swept.withoutRow())
                + " of them without a row";
        String again = "TIDEMARK_PREFIX=" + to + " ./tidemark reconcile verify says which";
        report.accept(
                switch (last.verdict()) {
                    case IN_SYNC ->
                        swept.repaired() == 0
                                ? ALREADY_DONE + "sweep: rows and graph are equal"
                                : DONE + "sweep: " + keys;
                    case DRIFT ->
                        NOT_DONE + "sweep: " + keys + ", and " + Amounts.count(last.driftCount()) + " still differ: "
                                + again;
                    case INCOMPLETE -> NOT_DONE + "sweep: " + keys + ", and some could not be compared: " + again;
                });
        return ReconcileExit.of(last.verdict());
    }

    /** Removes the old pipeline. Returns an exit code. */
    int retire(Consent consent) {
        if (!old.isThere()) {
            report.accept(ALREADY_DONE + "retirement: no server has anything of " + old.prefix());
            return ReconcileExit.OK;
        }
        int left = old.retire(consent, report);
        report.accept(
                left == 0
                        ? DONE + "retirement of " + old.prefix()
                        : NOT_DONE + "retirement of " + old.prefix() + ": "
                                + Amounts.count(left, "thing is", "things are") + " left, each with what removes it");
        return left == 0 ? ReconcileExit.OK : LEFT;
    }

    /** Says how the old pipeline is removed later. */
    void leave() {
        report.accept(
                old.isThere()
                        ? "next          ./tidemark teardown --tidemark-prefix " + old.prefix()
                                + " --graph own retires " + old.prefix() + "; until then its slot keeps log in Postgres"
                        : ALREADY_DONE + "retirement: no server has anything of " + old.prefix());
    }
}
