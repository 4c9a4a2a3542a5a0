package io.tidemark.reconciler.verify;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.RowLookup;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.TidemarkWait;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Compares keys that somebody names, and settles what differs. One thread. */
public final class KeyProof {

    private final ElementMapping element;
    private final Settler settler;
    private final DriftLog log;

    /**
     * Prepares to compare.
     *
     * @param connection in auto-commit mode; the caller closes it
     * @param log is given what still differs
     */
    public KeyProof(
            Endpoints sides, ElementMapping element, Connection connection, TidemarkWait tidemark, DriftLog log) {
        this.element = element;
        this.log = log;
        this.settler = new Settler(
                element.table(),
                connection,
                new RowLookup(connection, element, sides.table(element)),
                sides.elements(element),
                tidemark);
    }

    /**
     * What became of the keys.
     *
     * @param drifted how many differ
     * @param unsettled how many changed too often to be judged
     */
    public record Outcome(long drifted, long unsettled) {}

    /**
     * Compares these at a position that the graph has reached.
     *
     * @throws io.tidemark.reconciler.run.NoAnswerException when it does not reach it
     */
    public Outcome prove(Collection<RowKey> keys) throws SQLException, InterruptedException {
        Settler.Settled settled = settler.settle(keys);
        settled.drifts().forEach(drift -> log.add(drift, element));
        return new Outcome(settled.drifts().size(), settled.unsettled().size());
    }
}
