package io.tidemark.lab.chaos.writer;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets transactions through until it is shut; shutting waits for those that are inside. Thread-safe. */
final class Gate {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private volatile boolean shutting;

    /** What is done inside. */
    @FunctionalInterface
    interface Inside {
        void run() throws InterruptedException;
    }

    void through(Inside inside) throws InterruptedException {
        lock.readLock().lockInterruptibly();
        try {
            inside.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Whether somebody waits for those inside to end. */
    boolean isShutting() {
        return shutting;
    }

    void shut() {
        shutting = true;
        lock.writeLock().lock();
    }

    /** By the thread that has shut it. */
    void open() {
        shutting = false;
        lock.writeLock().unlock();
    }
}
