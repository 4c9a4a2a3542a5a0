package io.tidemark.lab.social;

import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.model.TidemarkException;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Commits {@link SocialTraffic} by the clock, from two connections, until it is closed; comes back by itself after Postgres was away. */
public final class SteadyTraffic implements AutoCloseable {

    private static final int CONNECTIONS = 2;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 200;

    private final AtomicLong committed = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final long begunNanos = System.nanoTime();
    private volatile boolean closed;

    /** Starts, among the users that are there now; there must be two at least. */
    public SteadyTraffic(DatabaseUrl database, int perSecond, long seed) {
        for (int i = 0; i < CONNECTIONS; i++) {
            Random random = new Random(seed + i);
            Thread thread = DaemonThreads.named(
                    "steady-traffic-" + i, () -> write(database, (double) perSecond / CONNECTIONS, random));
            threads.add(thread);
            thread.start();
        }
    }

    private void write(DatabaseUrl database, double perSecond, Random random) {
        while (!closed) {
            try (Connection connection = Connections.openAsApplication(database)) {
                SocialTraffic traffic = new SocialTraffic(connection, random);
                long start = System.nanoTime();
                for (long step = 0; !closed; step++) {
                    LockSupport.parkNanos(start + (long) (step * 1e9 / perSecond) - System.nanoTime());
                    traffic.step();
                    committed.incrementAndGet();
                }
            } catch (SQLException | TidemarkException e) {
                try {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MILLIS);
                } catch (InterruptedException ended) {
                    return;
                }
            }
        }
    }

    /** Transactions that were seen to commit. */
    public long committed() {
        return committed.get();
    }

    /** Transactions in a second, since it began. */
    public double rate() {
        return committed.get() * 1e9 / (System.nanoTime() - begunNanos);
    }

    /** Returns when no transaction is open any more. */
    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
