package io.tidemark.reconciler.watch;

import io.tidemark.model.TidemarkException;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.StoppedException;
import io.tidemark.reconciler.verify.VerifyResult;
import java.time.Duration;
import java.util.function.Consumer;

/** Compares in a loop until it is stopped; what is away for a while is tried again. One thread. */
public final class Watch {

    private static final long LOOK_MILLIS = 200;

    private final Comparison comparison;
    private final Duration pause;
    private final ReconcilerMetrics metrics;
    private final WatchHealth health;
    private final Consumer<VerifyResult> results;
    private final Observer observer;
    private final Stop stop;

    /** One comparison, from its beginning to its end. */
    @FunctionalInterface
    public interface Comparison {

        VerifyResult run() throws InterruptedException;
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
            Consumer<VerifyResult> results,
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
     * Compares until somebody asks to stop, or so many times.
     *
     * @param most 0 for without end
     * @throws TidemarkException USAGE when what was asked for makes no sense; everything else is tried again
     */
    public void run(int most) throws InterruptedException {
        health.opened();
        for (int round = 1; !stop.isAsked(); round++) {
            try {
                VerifyResult result = comparison.run();
                metrics.compared(result);
                health.compared();
                results.accept(result);
            } catch (StoppedException e) {
                return;
            } catch (TidemarkException e) {
                if (e.category() == TidemarkException.Category.USAGE) {
                    throw e;
                }
                metrics.failed();
                health.failed(String.valueOf(e.getMessage()));
                observer.say(e.getMessage() + "; trying again in " + pause.toSeconds() + " s");
            }
            if (round == most) {
                return;
            }
            rest();
        }
    }

    private void rest() throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        while (!stop.isAsked() && System.nanoTime() < end) {
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
