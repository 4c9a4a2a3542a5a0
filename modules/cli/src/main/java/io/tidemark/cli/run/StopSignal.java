package io.tidemark.cli.run;

import java.util.function.Consumer;

/**
 * Closes an app in an orderly way when its process is asked to end (SIGTERM, Ctrl-C), and says so: the log then tells a stop
 * from a kill.
 */
public final class StopSignal implements AutoCloseable {

    private final String name;
    private final Consumer<String> say;
    private volatile boolean over;

    /**
     * Prepares to listen.
     *
     * @param name for the thread: {@code capture}
     * @param say gets a line when the stop is asked for, and one when it is done; none when the app ends by itself
     */
    public StopSignal(String name, Consumer<String> say) {
        this.name = name;
        this.say = say;
    }

    /**
     * Begins to listen.
     *
     * @param stop closes the app and returns when it has ended; does nothing when it has already
     */
    public void listen(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> arrived(stop), name + "-close"));
    }

    private void arrived(Runnable stop) {
        boolean asked = !over;
        if (asked) {
            say.accept("asked to end: finishing what is under way");
        }
        stop.run();
        if (asked) {
            say.accept("stopped");
        }
    }

    /** From here on the app has ended by itself. */
    @Override
    public void close() {
        over = true;
    }
}
