package io.tidemark.cli.reconcile;

import io.tidemark.events.DeadLetter;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.amount.Amounts;
import io.tidemark.reconciler.repair.DeadLetterRepair;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.run.StoppedException;
import java.util.List;

/** Settles the dead letters whose rows are in the graph, after a comparison. A comparison does not fail because of them. */
final class DeadLetterSettling {

    private DeadLetterSettling() {}

    static void after(Session session) throws InterruptedException {
        try {
            DeadLetterRepair repair = new DeadLetterRepair(session);
            List<DeadLetter> letters = repair.unsettled();
            if (!letters.isEmpty()) {
                int settled = repair.settle(letters).settled().size();
                session.observer()
                        .say(Amounts.count(settled) + " of "
                                + Amounts.count(letters.size(), "dead letter", "dead letters")
                                + " settled, because row and graph are equal (./tidemark dead-letters)");
            }
        } catch (StoppedException e) {
            throw e;
        } catch (TidemarkException e) {
            session.observer().say("dead letters are not settled: " + e.getMessage());
        }
    }
}
