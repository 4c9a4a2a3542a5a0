package io.tidemark.capture.resume;

import io.tidemark.capture.resume.Position.Unfinished;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log transaction by transaction, and says what is published already.
 *
 * <p>Postgres only resumes at the end of a transaction. So the position is such an end, plus how many events of the
 * transaction after it are published: it comes again from its first row, and these are left out. Every event is counted
 * (Debezium's {@code total_order}), so that a gap is seen. Pure; one thread.
 */
public final class StreamPosition {

    private static final long NONE = -1;

    private Lsn lsn;
    private @Nullable Unfinished resumed;
    private long transaction = NONE;
    private long order;

    public StreamPosition(Position.Streaming start) {
        lsn = start.lsn();
        resumed = start.unfinished().orElse(null);
    }

    /** A transaction begins. */
    public void begin(long transactionId) {
        if (transaction != NONE) {
            throw unexpected("transaction " + transactionId + " begins inside transaction " + transaction);
        }
        if (resumed != null && resumed.transactionId() != transactionId) {
            throw new TidemarkException(
                    Category.POSITION_LOST,
                    "the log after " + lsn + " goes on with transaction " + transactionId
                            + ", but a part of transaction "
                            + resumed.transactionId()
                            + " was published: the log is not the one that was read. To take a new snapshot: ./tidemark"
                            + " capture --resnapshot");
        }
        transaction = transactionId;
        order = 0;
    }

    /**
     * The next event of a transaction, which {@link #begin} began.
     *
     * @param totalOrder its number in the transaction, from 1
     * @return whether it is still to be published
     */
    public boolean event(long transactionId, long totalOrder) {
        if (transaction != transactionId) {
            throw unexpected("an event of transaction " + transactionId + " comes in transaction " + transaction);
        }
        if (totalOrder != order + 1) {
            throw unexpected("event " + totalOrder + " of transaction " + transactionId + " follows event " + order);
        }
        order = totalOrder;
        return resumed == null || totalOrder > resumed.published();
    }

    /** The transaction is complete. */
    public void end(long transactionId, Lsn end, long events) {
        if (transaction != transactionId || order != events) {
            throw unexpected("transaction " + transactionId + " ends with " + events + " events after " + order
                    + " of transaction " + transaction);
        }
        lsn = end;
        transaction = NONE;
        order = 0;
        resumed = null;
    }

    /** Nothing is missing up to here; it counts only between transactions. */
    public boolean quiet(Lsn position) {
        if (transaction != NONE || resumed != null || position.compareTo(lsn) < 0) {
            return false;
        }
        lsn = position;
        return true;
    }

    /** Everything up to here is complete. */
    public Lsn lsn() {
        return lsn;
    }

    /** Where to resume when everything handed over so far is published. */
    public Position.Streaming position() {
        if (resumed != null && (transaction == NONE || order <= resumed.published())) {
            return new Position.Streaming(lsn, Optional.of(resumed));
        }
        return new Position.Streaming(
                lsn, order == 0 ? Optional.empty() : Optional.of(new Unfinished(transaction, order)));
    }

    private TidemarkException unexpected(String what) {
        return new TidemarkException(
                Category.FATAL, what + " (after LSN " + lsn + "): the capture stops before it; report this");
    }
}
