package io.tidemark.telemetry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a log should say of a process that is asked every second whether it is ready. For one thread; reads no clock. */
final class ReadinessLines {

    /** What is over sooner, as when partitions move, is not worth a line. */
    static final Duration LASTS = Duration.ofSeconds(5);

    static final Duration AGAIN = Duration.ofMinutes(1);

    private String saidReady = "";
    private boolean unready;
    private boolean complained;
    private long sinceNanos;
    private long saidNanos;

    /** @param warning whether the process does not do its work */
    record Line(boolean warning, String text) {}

    /** @param nowNanos a clock that only goes forward */
    Optional<Line> poll(Probe ready, long nowNanos) {
        return ready.passed() ? ready(ready.reason(), nowNanos) : unready(ready.reason(), nowNanos);
    }

    private Optional<Line> ready(String reason, long nowNanos) {
        boolean back = complained;
        unready = false;
        complained = false;
        if (back) {
            saidReady = reason;
            return Optional.of(new Line(false, "ready again after " + seconds(nowNanos - sinceNanos) + ": " + reason));
        }
        if (reason.equals(saidReady)) {
            return Optional.empty();
        }
        saidReady = reason;
        return Optional.of(new Line(false, "ready: " + reason));
    }

    private Optional<Line> unready(String reason, long nowNanos) {
        if (!unready) {
            unready = true;
            sinceNanos = nowNanos;
        }
        Duration silent = Duration.ofNanos(nowNanos - (complained ? saidNanos : sinceNanos));
        if (silent.compareTo(complained ? AGAIN : LASTS) < 0) {
            return Optional.empty();
        }
        complained = true;
        saidNanos = nowNanos;
        return Optional.of(new Line(true, "not ready for " + seconds(nowNanos - sinceNanos) + ": " + reason));
    }

    private static String seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos) + " s";
    }
}
