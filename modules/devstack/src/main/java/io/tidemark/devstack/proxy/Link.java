package io.tidemark.devstack.proxy;

import java.util.concurrent.TimeUnit;

/** How the link behaves at the moment; every pump asks before it hands a piece on. Thread-safe. */
final class Link {

    private boolean refusing;
    private boolean stalled;
    private long delayMillis;
    private long bytesPerSecond;

    synchronized void heal() {
        refusing = false;
        stalled = false;
        delayMillis = 0;
        bytesPerSecond = 0;
        notifyAll();
    }

    synchronized void refuse() {
        refusing = true;
    }

    synchronized void stall() {
        stalled = true;
    }

    synchronized void delay(long millis) {
        delayMillis = millis;
    }

    synchronized void limit(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
    }

    synchronized boolean isRefusing() {
        return refusing;
    }

    /** Waits as long as a piece of this size takes on the link, and while the link is stalled. */
    void pass(int bytes) throws InterruptedException {
        long millis;
        synchronized (this) {
            millis = delayMillis + (bytesPerSecond == 0 ? 0 : bytes * 1_000L / bytesPerSecond);
        }
        TimeUnit.MILLISECONDS.sleep(millis);
        awaitFlow();
    }

    /** Waits while the link is stalled: then not even the end of a connection gets through. */
    synchronized void awaitFlow() throws InterruptedException {
        while (stalled) {
            wait();
        }
    }
}
