package io.tidemark.telemetry;

import io.tidemark.concurrent.DaemonThreads;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what {@code /readyz} would: that the process waits, for what, and that it works again. */
public final class ReadinessLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessLog.class);

    private final Supplier<Probe> ready;
    private final ReadinessLines lines = new ReadinessLines();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.factory("readiness"));
    private final ScheduledFuture<?> polling;

    /** Asks every second from now on. */
    public ReadinessLog(Supplier<Probe> ready) {
        this.ready = ready;
        this.polling = thread.scheduleWithFixedDelay(this::poll, 1, 1, TimeUnit.SECONDS);
    }

    private void poll() {
        try {
            lines.poll(ready.get(), System.nanoTime()).ifPresent(line -> {
                if (line.warning()) {
                    LOG.warn(line.text());
                } else {
                    LOG.info(line.text());
                }
            });
        } catch (RuntimeException e) {
            LOG.debug("the process cannot be asked whether it is ready", e);
        }
    }

    @Override
    public void close() {
        polling.cancel(false);
        thread.shutdownNow();
    }
}
