package io.tidemark.lab.pipeline;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Waits for a count to be reached; gives up when an app has died or nothing moves. */
public final class Wait {

    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(90);

    private final Pipeline pipeline;
    private final String stage;
    private final Duration lookEvery;

    /** @param stage what is waited for, for messages */
    public Wait(Pipeline pipeline, String stage, Duration lookEvery) {
        this.pipeline = pipeline;
        this.stage = stage;
        this.lookEvery = lookEvery;
    }

    /**
     * Returns as soon as the count is seen at or above the target.
     *
     * @throws TidemarkException FATAL when an app has ended, or when nothing has moved for a minute and a half
     */
    public void until(LongSupplier count, long target) throws InterruptedException {
        long last = -1;
        long movedAt = System.nanoTime();
        for (long now = count.getAsLong(); now < target; now = count.getAsLong()) {
            pipeline.check();
            if (now != last) {
                last = now;
                movedAt = System.nanoTime();
            } else if (System.nanoTime() - movedAt > LONGEST_STANDSTILL.toNanos()) {
                throw new TidemarkException(
                        Category.FATAL, "the " + stage + " stands still at " + now + " of " + target + " changes");
            }
            Thread.sleep(lookEvery.toMillis());
        }
    }
}
