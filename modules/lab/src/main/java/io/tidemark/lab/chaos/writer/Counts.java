package io.tidemark.lab.chaos.writer;

import java.util.concurrent.atomic.AtomicLong;

/** How many transactions the writers saw commit and fail, for the progress line only; the oracle judges. Thread-safe. */
final class Counts {

    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    void committed() {
        committed.incrementAndGet();
    }

    void failed() {
        failed.incrementAndGet();
    }

    long committedSoFar() {
        return committed.get();
    }

    long failedSoFar() {
        return failed.get();
    }
}
