package io.tidemark.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * When to believe a registry that says it has no such schema. One that has just started may not have read all its schemas
 * yet, a follower may be behind its leader; so it must have said so of this schema for a while without a break. Not
 * thread-safe.
 */
final class MissingSchemas {

    /** What was not asked for in so long was asked of another registry, for all one knows. */
    private static final long LONGEST_SILENCE_NANOS = Duration.ofMinutes(5).toNanos();

    private static final int MOST_DOUBTS = 1_000;

    private final long believedAfterNanos;
    private final Map<Integer, Doubt> doubts = new HashMap<>();

    private static final class Doubt {

        private final long sinceNanos;
        private long lastNanos;
        private boolean over;

        Doubt(long nowNanos) {
            sinceNanos = nowNanos;
            lastNanos = nowNanos;
        }
    }

    MissingSchemas(Duration believedAfter) {
        this.believedAfterNanos = believedAfter.toNanos();
    }

    /** It said so of this schema just now; returns whether to believe it, which stays so. */
    boolean isBelieved(int id, long nowNanos) {
        Doubt doubt = doubts.get(id);
        if (doubt == null || (!doubt.over && nowNanos - doubt.lastNanos > LONGEST_SILENCE_NANOS)) {
            if (doubts.size() >= MOST_DOUBTS) {
                doubts.clear();
            }
            doubt = new Doubt(nowNanos);
            doubts.put(id, doubt);
        }
        doubt.lastNanos = nowNanos;
        doubt.over |= nowNanos - doubt.sinceNanos >= believedAfterNanos;
        return doubt.over;
    }

    /** It did not answer: what answers next may have just started. */
    void interrupted() {
        doubts.values().removeIf(doubt -> !doubt.over);
    }

    /** It has this schema after all. */
    void taken(int id) {
        doubts.remove(id);
    }
}
