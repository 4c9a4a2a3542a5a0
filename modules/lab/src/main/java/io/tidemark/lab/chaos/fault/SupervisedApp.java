package io.tidemark.lab.chaos.fault;

import io.tidemark.lab.pipeline.AppProcess;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An app of the pipeline that is killed and started again, and that must never end by itself. Thread-safe. */
public final class SupervisedApp implements AutoCloseable {

    private final Supplier<AppProcess> starter;
    private @Nullable AppProcess running;

    public SupervisedApp(Supplier<AppProcess> starter) {
        this.starter = starter;
    }

    /** Starts it, unless it runs. */
    public synchronized void start() {
        if (running == null) {
            running = starter.get();
        }
    }

    /** Kills it (SIGKILL), if it runs. */
    public synchronized void kill() {
        if (running != null && running.ended().isEmpty()) {
            running.kill();
            running = null;
        }
    }

    /** Stops it in its tracks. */
    public synchronized void freeze() {
        if (running != null) {
            running.freeze();
        }
    }

    /** Lets it go on. */
    public synchronized void thaw() {
        if (running != null) {
            running.thaw();
        }
    }

    /** Says what it came to, once, if it has ended without being killed. */
    public synchronized Optional<String> endedByItself() {
        Optional<String> words = Optional.ofNullable(running).flatMap(AppProcess::ended);
        if (words.isPresent()) {
            running = null;
        }
        return words;
    }

    /** Ends it in an orderly way. */
    @Override
    public synchronized void close() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
