package io.tidemark.lab.demo;

import io.tidemark.lab.social.SocialTraffic;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Writes at a steady rate and keeps the view fresh, until this thread is interrupted or the process ends. Begins to write when
 * the rows that were there are in the topics: of what is changed during a snapshot, not every change is captured.
 */
final class LiveLoop {

    private static final long VIEW_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final SocialTraffic traffic;
    private final long writeEveryNanos;
    private final LiveView view;
    private long written;

    LiveLoop(SocialTraffic traffic, int rate, LiveView view, long alreadyWritten) {
        this.traffic = traffic;
        this.writeEveryNanos = TimeUnit.SECONDS.toNanos(1) / rate;
        this.view = view;
        this.written = alreadyWritten;
    }

    void run() throws SQLException, InterruptedException {
        long nextWrite = System.nanoTime();
        long nextView = nextWrite;
        boolean writes = false;
        while (!Thread.currentThread().isInterrupted()) {
            writes = writes || view.captured() >= written;
            written += writes ? traffic.step() : 0;
            view.wrote(written);
            if (System.nanoTime() >= nextView) {
                view.show();
                nextView = System.nanoTime() + VIEW_EVERY_NANOS;
            }
            nextWrite = Math.max(nextWrite + writeEveryNanos, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
            TimeUnit.NANOSECONDS.sleep(Math.max(0, nextWrite - System.nanoTime()));
        }
    }
}
