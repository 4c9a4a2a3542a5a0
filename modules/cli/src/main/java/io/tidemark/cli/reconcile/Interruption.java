package io.tidemark.cli.reconcile;

import io.tidemark.reconciler.run.Stop;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns the end of the process (Ctrl-C, SIGTERM) into a request to stop: the work gets to its checkpoint, and the process
 * ends with an exit code of its own instead of the signal's.
 */
public final class Interruption implements AutoCloseable {

    private static final long LONGEST_STOP_SECONDS = 20;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private final Stop stop = new Stop();

    /** @param exitCode the process's, when it is asked to end */
    public Interruption(int exitCode) {
        hook = new Thread(
                () -> {
                    stop.ask();
                    try {
                        if (!done.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                            System.err.println("tidemark: it did not stop in time; its last checkpoint holds");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(exitCode);
                },
                "reconcile-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What the work asks. */
    public Stop stop() {
        return stop;
    }

    /** The work has ended, by itself or because it was asked to. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending: the hook waits for this
        }
        done.countDown();
    }
}
