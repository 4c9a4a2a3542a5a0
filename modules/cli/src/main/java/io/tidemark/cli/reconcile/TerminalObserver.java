package io.tidemark.cli.reconcile;

import io.tidemark.cli.terminal.Terminal;
import io.tidemark.reconciler.run.Observer;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with rate and time left on a terminal; a line every few seconds elsewhere. On stderr: stdout is for results. */
public final class TerminalObserver implements Observer, AutoCloseable {

    private static final int WIDTH = 100;
    private static final long LINE_EVERY_NANOS = 10_000_000_000L;

    private final PrintWriter err;
    private final boolean interactive = Terminal.isPresent();
    private @Nullable ProgressBar bar;
    private String what = "";
    private long expected;
    private long rows;
    private long began;
    private long said;

    public TerminalObserver(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void begin(String part, long size) {
        close();
        what = part;
        expected = size;
        rows = 0;
        began = System.nanoTime();
        said = began;
        if (interactive) {
            bar = new ProgressBarBuilder()
                    .setTaskName(part)
                    .setInitialMax(Math.max(size, -1))
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" rows", 1)
                    .showSpeed()
                    .setUpdateIntervalMillis(200)
                    // of a width of its own: asking for the terminal's takes Ctrl-C away from the JVM
                    .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                    .build();
        }
    }

    @Override
    public void advance(long more) {
        rows += more;
        if (bar != null) {
            bar.maxHint(Math.max(expected, rows));
            bar.stepTo(rows);
        } else if (System.nanoTime() - said > LINE_EVERY_NANOS) {
            said = System.nanoTime();
            line(progress());
        }
    }

    private String progress() {
        double seconds = (System.nanoTime() - began) / 1e9;
        double rate = rows / Math.max(seconds, 1e-3);
        String left = expected > rows
                ? String.format(
                        Locale.ROOT, " of about %,d, %.0f s left", expected, (expected - rows) / Math.max(rate, 1))
                : "";
        return String.format(Locale.ROOT, "%s: %,d rows%s, %,.0f rows/s", what, rows, left, rate);
    }

    @Override
    public void say(String text) {
        line(text);
    }

    private void line(String text) {
        if (bar != null) {
            err.println();
        }
        err.println("tidemark: " + text);
        err.flush();
    }

    @Override
    public void close() {
        endBar();
    }

    /** Ends the bar, so that a line can be printed below it. */
    public void endBar() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
