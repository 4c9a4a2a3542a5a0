package io.tidemark.events;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * When to believe a registry that says it has no such schema. One that has just started may not have read all its schemas yet, a
 * follower may be behind its leader; so it must have said so for a while without a break, of whatever it was asked for. Once it is
 * believed of one schema it need not be asked so long about that one again. Not thread-safe.
 */
final class Denial {

    /** Who asks waits two seconds at most between two questions; after a longer silence the registry may be another one. */
    private static final long LONGEST_SILENCE_NANOS = Duration.ofSeconds(15).toNanos();

    private static final int MOST_REMEMBERED = 1_000;

    private final long believedAfterNanos;
    private final Set<Integer> believed = new HashSet<>();
    private boolean denying;
    private long sinceNanos;
    private long lastNanos;

    Denial(Duration believedAfter) {
        this.believedAfterNanos = believedAfter.toNanos();
    }

    /** It said so of this schema just now; returns whether to believe it. */
    boolean isBelieved(int id, long nowNanos) {
        if (!denying || nowNanos - lastNanos > LONGEST_SILENCE_NANOS) {
            denying = true;
            sinceNanos = nowNanos;
        }
        lastNanos = nowNanos;
        if (nowNanos - sinceNanos < believedAfterNanos) {
            return believed.contains(id);
        }
        if (believed.size() < MOST_REMEMBERED) {
            believed.add(id);
        }
        return true;
    }

    /** It did not answer: what answers next may have just started. */
    void interrupted() {
        denying = false;
    }
}
