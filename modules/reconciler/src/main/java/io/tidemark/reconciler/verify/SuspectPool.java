package io.tidemark.reconciler.verify;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.TidemarkStalledException;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Gathers a table's suspects and settles them many at a time, since settling waits for the tidemark. One thread. */
final class SuspectPool {

    /** So many keys are settled at once. */
    static final int CAPACITY = 10_000;

    private final ElementMapping element;
    private final Settler settler;
    private final DriftLog log;
    private final AtomicReference<@Nullable String> stalled;
    private final Observer observer;
    private final Set<RowKey> waiting = new LinkedHashSet<>();
    private long oldestNanos;
    private TableResult found;

    /**
     * An empty pool.
     *
     * @param stalled why the graph does not follow, shared by all pools of a run; null while it does
     * @param observer is notified when it does not
     */
    SuspectPool(
            ElementMapping element,
            Settler settler,
            DriftLog log,
            AtomicReference<@Nullable String> stalled,
            Observer observer) {
        this.element = element;
        this.settler = settler;
        this.log = log;
        this.stalled = stalled;
        this.observer = observer;
        this.found = TableResult.none(element.table());
    }

    /** Adds a suspect; a full pool is settled. */
    void add(RowKey key) throws SQLException, InterruptedException {
        if (waiting.isEmpty()) {
            oldestNanos = System.nanoTime();
        }
        waiting.add(key);
        if (waiting.size() >= CAPACITY) {
            settle();
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** How long the first of them has waited. */
    long ageNanos() {
        return waiting.isEmpty() ? 0 : System.nanoTime() - oldestNanos;
    }

    /** Settles what waits. Once the graph has not followed, nothing is waited for again. */
    void settle() throws SQLException, InterruptedException {
        if (waiting.isEmpty()) {
            return;
        }
        String reason = stalled.get();
        if (reason == null) {
            try {
                Settler.Settled settled = settler.settle(waiting);
                settled.drifts().forEach(drift -> log.add(drift, element));
                found = found.plus(TableResult.settled(element.table(), waiting.size(), settled));
            } catch (TableFillingException e) {
                found = found.plus(
                        TableResult.unsettled(element.table(), waiting.size(), String.valueOf(e.getMessage())));
            } catch (TidemarkStalledException e) {
                reason = String.valueOf(e.getMessage());
                stalled.set(reason);
                observer.say(reason);
            }
        }
        if (reason != null) {
            found = found.plus(TableResult.unsettled(element.table(), waiting.size(), reason));
        }
        waiting.clear();
    }

    /** What was found since the last call, rows and elements left out. */
    TableResult take() {
        TableResult taken = found;
        found = TableResult.none(element.table());
        return taken;
    }
}
