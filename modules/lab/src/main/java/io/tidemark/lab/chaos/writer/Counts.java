package io.tidemark.lab.chaos.writer;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How many transactions the writers saw commit and fail, for the progress line; the oracle judges. Thread-safe. */
final class Counts {

    /** Syntax, unknown column, type or function: the statement never succeeds. */
    private static final Set<String> WRONG = Set.of("42601", "42703", "42804", "42883");

    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile @Nullable SQLException wrong;

    void committed() {
        committed.incrementAndGet();
    }

    void failed(SQLException failure) {
        failed.incrementAndGet();
        if (WRONG.contains(String.valueOf(failure.getSQLState()))) {
            wrong = failure;
        }
    }

    /** @throws IllegalStateException when a writer has a statement that never succeeds, and so tests nothing */
    void requireRight() {
        SQLException failure = wrong;
        if (failure != null) {
            throw new IllegalStateException("a writer's statement is wrong: " + failure.getMessage(), failure);
        }
    }

    long committedSoFar() {
        return committed.get();
    }

    long failedSoFar() {
        return failed.get();
    }
}
