package io.tidemark.reconciler.verify;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.reconciler.run.NoAnswerException;
import io.tidemark.reconciler.run.Observer;
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
    private final Set<RowKey> waiting = new LinkedHashSet<>();
    private final AtomicReference<@Nullable String> noAnswer;
    private final Observer observer;
    private boolean unanswered;
    private long oldestNanos;
    private long suspects;
    private long missing;
    private long extra;
    private long different;
    private long unsettled;

    /**
     * An empty pool.
     *
     * @param noAnswer why the graph does not follow, shared by all pools of a run; null while it does
     * @param observer is told when it does not
     */
    SuspectPool(
            ElementMapping element,
            Settler settler,
            DriftLog log,
            AtomicReference<@Nullable String> noAnswer,
            Observer observer) {
        this.noAnswer = noAnswer;
        this.observer = observer;
        this.element = element;
        this.settler = settler;
        this.log = log;
    }

    /** Carries what settling throws through callers that cannot. */
    static final class SettlingFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        SettlingFailedException(Exception cause) {
            super(cause);
        }
    }

    /** Adds a suspect; a full pool is settled first. */
    void add(RowKey key) {
        if (waiting.isEmpty()) {
            oldestNanos = System.nanoTime();
        }
        waiting.add(key);
        if (waiting.size() >= CAPACITY) {
            try {
                settle();
            } catch (SQLException | InterruptedException e) {
                throw new SettlingFailedException(e);
            }
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
        suspects += waiting.size();
        if (noAnswer.get() != null) {
            unanswered = true;
            unsettled += waiting.size();
            waiting.clear();
            return;
        }
        try {
            Settler.Settled settled = settler.settle(waiting);
            unsettled += settled.unsettled().size();
            settled.drifts().forEach(this::count);
        } catch (NoAnswerException e) {
            noAnswer.set(e.getMessage());
            unanswered = true;
            observer.say(String.valueOf(e.getMessage()));
            unsettled += waiting.size();
        }
        waiting.clear();
    }

    private void count(Drift drift) {
        switch (drift.kind()) {
            case MISSING -> missing++;
            case EXTRA -> extra++;
            case DIFFERENT -> different++;
        }
        log.add(drift, element);
    }

    /** What was found since the last call, rows and elements left out. */
    TableResult take() {
        TableResult found = new TableResult(
                element.table(),
                0,
                0,
                suspects,
                missing,
                extra,
                different,
                0,
                unsettled,
                unanswered ? noAnswer.get() : null);
        suspects = 0;
        missing = 0;
        extra = 0;
        different = 0;
        unsettled = 0;
        return found;
    }
}
