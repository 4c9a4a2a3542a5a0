package io.tidemark.lab.chaos.writer;

import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.postgres.DatabaseUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes random transactions from several connections at once until it is closed, and comes back by itself after
 * Postgres was killed. The same seed makes the same choices; how they interleave is up to the machine. Remembers nothing
 * of what it wrote: it is not the one to ask.
 */
public final class RandomWriter implements AutoCloseable {

    private static final long LONGEST_REST_MILLIS = 10_000;

    private final Gate gate = new Gate();
    private final Counts counts = new Counts();
    private final List<Thread> threads = new ArrayList<>();

    /** Starts to write to the sample's tables. */
    public RandomWriter(DatabaseUrl database, long seed, Load load) {
        this(database, seed, load, false);
    }

    /**
     * Starts to write.
     *
     * @param relations whether to write to the tables of relations, too
     */
    public RandomWriter(DatabaseUrl database, long seed, Load load, boolean relations) {
        Random seeds = new Random(seed);
        Menu menu = relations ? Menu.withRelations() : Menu.usual();
        long millisPerThousandRows = 1_000_000L * load.writers() / load.rowsPerSecond();
        start("first", database, MediumSteps::createUsers, seeds, rows -> 60_000);
        for (int i = 0; i < load.writers(); i++) {
            start(
                    "writer-" + i,
                    database,
                    (connection, random) -> menu.choose(random).run(connection, random),
                    seeds,
                    rows -> Math.min(LONGEST_REST_MILLIS, rows * millisPerThousandRows / 1_000));
        }
        start(
                "writer-large",
                database,
                (connection, random) -> LargeSteps.group(connection, random, load.largeRows()),
                seeds,
                new RandomPause(load.largeEvery(), seeds.nextLong()));
        if (relations) {
            start(
                    "writer-partitions",
                    database,
                    PartitionSteps::change,
                    seeds,
                    new RandomPause(load.largeEvery(), seeds.nextLong()));
        }
        start("writer-patient", database, new PatientSteps(gate, load.longestOpen()), seeds, rows -> 100);
    }

    private void start(String name, DatabaseUrl database, Step step, Random seeds, Writer.Pace pace) {
        Thread thread = DaemonThreads.named(
                "chaos-" + name, new Writer(database, step, new Random(seeds.nextLong()), gate, pace, counts));
        threads.add(thread);
        thread.start();
    }

    /**
     * Lets open transactions end, begins no new ones, and returns when none is left. Call {@link #resume} afterwards, from this thread.
     *
     * @throws IllegalStateException when a writer has a statement that never succeeds
     */
    public void pause() {
        counts.requireRight();
        gate.shut();
    }

    /** Goes on. */
    public void resume() {
        gate.open();
    }

    /** Transactions that were seen to commit. */
    public long committed() {
        return counts.committedSoFar();
    }

    /** Transactions that failed: lost races, and those that a fault took. */
    public long failed() {
        return counts.failedSoFar();
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
