package io.tidemark.capture.refresh;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The transactions that were published and that no snapshot of Postgres has shown yet. A commit is in the log a moment before
 * others see it, and with synchronous replication for as long as a standby takes: a row read meanwhile is older than what
 * was published. Thread-safe.
 */
public final class StreamedTransactions {

    private static final int MANY = 50_000;

    private final Set<Long> unseen = new HashSet<>();
    private int askAt = MANY;

    /**
     * Remembers one.
     *
     * @return whether there are so many that {@link #unseen} should be asked
     */
    synchronized boolean add(long transactionId) {
        unseen.add(TransactionSnapshot.wrap(transactionId));
        if (unseen.size() < askAt) {
            return false;
        }
        askAt = unseen.size() + MANY;
        return true;
    }

    /**
     * Forgets those that a snapshot sees: every later one sees them too.
     *
     * @return one that it does not see; empty when it sees all
     */
    synchronized OptionalLong unseen(TransactionSnapshot snapshot) {
        unseen.removeIf(snapshot::sees);
        askAt = unseen.size() + MANY;
        return unseen.stream().mapToLong(Long::longValue).findAny();
    }

    synchronized int size() {
        return unseen.size();
    }
}
