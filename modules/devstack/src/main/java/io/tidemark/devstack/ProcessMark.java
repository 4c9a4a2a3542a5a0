package io.tidemark.devstack;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process as another process can find it again later.
 *
 * @param startedAt milliseconds since 1970; tells the process from a later one with the same pid
 */
record ProcessMark(long pid, long startedAt) {

    // The system reckons start times from its boot time, which moves a little with the clock.
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    static ProcessMark of(ProcessHandle process) {
        return new ProcessMark(process.pid(), startOf(process).toEpochMilli());
    }

    Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid).filter(Processes::isAlive).filter(this::isSame);
    }

    boolean isRunning() {
        return running().isPresent();
    }

    private boolean isSame(ProcessHandle process) {
        Duration between = Duration.between(Instant.ofEpochMilli(startedAt), startOf(process));
        return between.abs().compareTo(CLOCK_TOLERANCE) < 0;
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
