package io.tidemark.lab.chaos;

import io.tidemark.lab.chaos.fault.Fault;
import io.tidemark.lab.chaos.writer.Load;
import java.time.Duration;
import java.util.Set;

/**
 * What a run is to be.
 *
 * @param seed makes the same choices again; how things interleave is up to the machine
 * @param duration how long, judgements included
 * @param judgeEvery the time from one judgement to the next
 * @param faults those that may come
 * @param expectTidemark whether a graph without a tidemark is a failure
 */
public record ChaosPlan(
        long seed, Duration duration, Duration judgeEvery, Load load, Set<Fault> faults, boolean expectTidemark) {

    public ChaosPlan {
        faults = Set.copyOf(faults);
    }
}
