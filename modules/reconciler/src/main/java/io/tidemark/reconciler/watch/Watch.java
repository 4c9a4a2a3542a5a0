package io.tidemark.reconciler.watch;

import io.tidemark.model.TidemarkException;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.StoppedException;
import io.tidemark.reconciler.verify.Verify;
import java.time.Duration;
import java.util.function.Consumer;

/** Compares in a loop until it is stopped; after a failure it compares again. One thread. */
public final class Watch {

    private final Comparison comparison;
    private final Duration pause;
    private final ReconcilerMetrics metrics;
    private final WatchHealth health;
    private final Consumer<Verify.Result> results;
    private final Observer observer;
    private final Stop stop;

    /** One comparison, from its beginning to its end. */
    @FunctionalInterface
    public interface Comparison {

        Verify.Result run() throws InterruptedException;
    }

    /**
     * Prepares to watch.
     *
     * @param pause between the end of a comparison and the beginning of the next
     * @param results is given every result
     */
    public Watch(
            Comparison comparison,
            Duration pause,
            ReconcilerMetrics metrics,
            WatchHealth health,
            Consumer<Verify.Result> results,
            Observer observer,
            Stop stop) {
        this.comparison = comparison;
        this.pause = pause;
        this.metrics = metrics;
        this.health = health;
        this.results = results;
        this.observer = observer;
        this.stop = stop;
    }

    /**
     * Compares until it is asked to stop, or so many times.
     *
     * @param most 0 for without end
     * @throws TidemarkException USAGE when what was asked for makes no sense; everything else is tried again
     */
    public void run(int most) throws InterruptedException {
        health.opened();
        try {
            for (int round = 1; ; round++) {
                stop.check();
                compare();
                if (round == most) {
                    return;
                }
                stop.pause(pause);
            }
        } catch (StoppedException e) {
            // the end that was asked for
        }
    }

    private void compare() throws InterruptedException {
        try {
            Verify.Result result = comparison.run();
            metrics.compared(result);
            health.compared();
            results.accept(result);
        } catch (TidemarkException e) {
            if (e instanceof StoppedException || e.category() == TidemarkException.Category.USAGE) {
                throw e;
            }
            metrics.failed();
            health.failed(String.valueOf(e.getMessage()));
            observer.say(e.getMessage() + "; trying again in " + pause.toSeconds() + " s");
        }
    }
}
