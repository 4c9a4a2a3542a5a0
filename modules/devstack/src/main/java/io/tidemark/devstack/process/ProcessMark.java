package io.tidemark.devstack.process;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process as another process can find it again later.
 *
 * @param startedAt milliseconds since 1970; tells the process from a later one with the same pid
 */
public record ProcessMark(long pid, long startedAt) {

    // The system reckons start times from its boot time, which moves a little with the clock.
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    public static ProcessMark of(ProcessHandle process) {
        return new ProcessMark(process.pid(), startOf(process).toEpochMilli());
    }

    public Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid).filter(Processes::isAlive).filter(this::isSame);
    }

    @JsonIgnore
    public boolean isRunning() {
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
