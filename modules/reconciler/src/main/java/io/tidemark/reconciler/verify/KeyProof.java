package io.tidemark.reconciler.verify;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.reconciler.run.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Compares keys that the caller names, and settles what differs. One thread. */
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
    public KeyProof(Session session, ElementMapping element, Connection connection, DriftLog log) {
        this.element = element;
        this.log = log;
        this.settler = new Settler(element.table(), new EndpointKeys(session, element, connection));
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
     * @throws io.tidemark.reconciler.run.TidemarkStalledException when it does not reach it
     */
    public Outcome prove(Collection<RowKey> keys) throws SQLException, InterruptedException {
        Settler.Settled settled = settler.settle(keys);
        settled.drifts().forEach(drift -> log.add(drift, element));
        return new Outcome(settled.drifts().size(), settled.unsettled().size());
    }

    /**
     * The keys among these whose row and element are equal, compared in the same way.
     *
     * @throws io.tidemark.reconciler.run.TidemarkStalledException when the graph does not follow
     */
    public Set<RowKey> equal(Collection<RowKey> keys) throws SQLException, InterruptedException {
        Settler.Settled settled = settler.settle(keys);
        settled.drifts().forEach(drift -> log.add(drift, element));
        Set<RowKey> equal = new HashSet<>(keys);
        equal.removeAll(settled.unsettled());
        settled.drifts().forEach(drift -> equal.remove(drift.key()));
        return equal;
    }
}
