package io.tidemark.reconciler.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request, made once, to end the work at its next checkpoint. Thread-safe. */
public final class Stop {

    private final CountDownLatch asked = new CountDownLatch(1);

    /** Asks. */
    public void ask() {
        asked.countDown();
    }

    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /**
     * Returns unless it has been asked for.
     *
     * @throws StoppedException when it has
     */
    public void check() {
        if (isAsked()) {
            throw new StoppedException();
        }
    }

    /**
     * Waits so long.
     *
     * @throws StoppedException as soon as it is asked for
     */
    public void pause(Duration time) throws InterruptedException {
        if (asked.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new StoppedException();
        }
    }
}
