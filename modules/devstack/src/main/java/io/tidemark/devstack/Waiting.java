package io.tidemark.devstack;

import java.time.Duration;

/** Polls with a deadline. */
public final class Waiting {

    private static final Duration STEP = Duration.ofMillis(50);

    private final long deadline;

    private Waiting(long deadline) {
        this.deadline = deadline;
    }

    public static Waiting upTo(Duration patience) {
        return new Waiting(System.nanoTime() + patience.toNanos());
    }

    /** Sleeps a moment; false, at once, when the time is over. */
    public boolean pause() {
        if (System.nanoTime() - deadline > 0) {
            return false;
        }
        try {
            Thread.sleep(STEP.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevstackException("interrupted while waiting", e);
        }
    }
}
