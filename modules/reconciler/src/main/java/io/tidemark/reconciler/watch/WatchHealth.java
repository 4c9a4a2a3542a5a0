package io.tidemark.reconciler.watch;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a watch compares, or what keeps it from it. Thread-safe. */
public final class WatchHealth {

    private volatile boolean open;
    private volatile @Nullable String failure;

    /** Both ends are open. */
    void opened() {
        open = true;
    }

    void compared() {
        failure = null;
    }

    void failed(String why) {
        failure = why;
    }

    public boolean isOpen() {
        return open;
    }

    /** Why the last comparison did not come to its end, in one line; empty when it did or is under way for the first time. */
    public Optional<String> waitsFor() {
        return open ? Optional.ofNullable(failure) : Optional.of("the reconciler opens its connections");
    }
}
