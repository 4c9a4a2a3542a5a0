package io.tidemark.devstack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Tells people what a stack is doing: one line for each step, and for downloads a bar on a terminal or a line now and then. */
public final class PrintedProgress implements Progress {

    private static final long MEGABYTE = 1024 * 1024;
    private static final long LINE_EVERY = 20 * MEGABYTE;

    private final PrintStream output;
    private final boolean terminal;
    private @Nullable ProgressBar bar;
    private static final int WIDTH = 100;

    private long printed;

    /**
     * Prints to a stream, usually standard error.
     *
     * @param terminal whether the stream is one where lines can be written over
     */
    public PrintedProgress(PrintStream output, boolean terminal) {
        this.output = output;
        this.terminal = terminal;
    }

    @Override
    public synchronized void downloading(String file, long bytes) {
        if (terminal) {
            bar().stepTo(bytes);
            bar().setExtraMessage(" " + file);
        } else if (bytes - printed >= LINE_EVERY) {
            printed = bytes;
            output.println(
                    "downloading the servers, the first time only: " + bytes / MEGABYTE + " MB so far (" + file + ")");
        }
    }

    @Override
    public synchronized void preparing(Server server, String what) {
        line(server, what);
    }

    @Override
    public synchronized void starting(Server server) {
        line(server, "starting");
    }

    @Override
    public synchronized void ready(Server server, int port, Duration took) {
        line(server, String.format(Locale.ROOT, "ready on port %d after %.1f s", port, took.toMillis() / 1000.0));
    }

    @Override
    public synchronized void stopped(Server server) {
        line(server, "stopped");
    }

    private void line(Server server, String what) {
        @Nullable ProgressBar drawn = bar;
        if (drawn != null) {
            drawn.close(); // leaves the cursor on a new line; the next download draws another bar
            bar = null;
        }
        output.println(String.format(Locale.ROOT, "%-10s  %s", server.label(), what));
    }

    private ProgressBar bar() {
        @Nullable ProgressBar drawn = bar;
        if (drawn == null) {
            drawn = new ProgressBarBuilder()
                    .setTaskName("downloading")
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" MB", MEGABYTE)
                    .setInitialMax(-1)
                    .setUpdateIntervalMillis(200)
                    .showSpeed()
                    // of a width of its own: asking for the terminal's takes Ctrl-C away from the JVM
                    .setConsumer(new ConsoleProgressBarConsumer(output, WIDTH))
                    .build();
            bar = drawn;
        }
        return drawn;
    }
}
