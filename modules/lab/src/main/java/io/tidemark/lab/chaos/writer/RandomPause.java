package io.tidemark.lab.chaos.writer;

import java.time.Duration;
import java.util.Random;

/** Rests between nothing and twice the mean, whatever was written. */
final class RandomPause implements Writer.Pace {

    private final long meanMillis;
    private final Random random;

    RandomPause(Duration mean, long seed) {
        this.meanMillis = mean.toMillis();
        this.random = new Random(seed);
    }

    @Override
    public long millisAfter(int rows) {
        return (long) (random.nextDouble() * 2 * meanMillis);
    }
}
