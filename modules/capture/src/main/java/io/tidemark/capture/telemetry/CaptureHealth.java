package io.tidemark.capture.telemetry;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a capture does just now, and what it waits for. Written by the capture's threads as they go, read by whoever asks; no
 * answer contacts anybody. Thread-safe.
 */
public final class CaptureHealth {

    /** A batch takes milliseconds; one that takes longer waits for Kafka. Far below the client's own patience. */
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(5);

    private static final String STARTING = "the capture is starting";

    /** What a capture does. */
    public enum Role {
        /** It has tried nothing yet. */
        STARTING,
        /** Another capture runs; this one takes over when that one ends. */
        STANDBY,
        /** It captures, or is held up while it does. */
        ACTIVE,
        /** It cannot begin, or go on, before somebody answers again. */
        WAITING
    }

    /** A role, and why it has no better one. */
    private record State(Role role, String why) {}

    private volatile State state = new State(Role.STARTING, STARTING);
    private volatile @Nullable String held;
    private volatile @Nullable String sourceAway;
    private volatile @Nullable Long batchSince;

    /** A life has begun: it is in charge, and connected. */
    public void lifeBegan() {
        held = null;
        sourceAway = null;
        batchSince = null;
        state = new State(Role.ACTIVE, "");
    }

    /** A life has ended; what follows is said by the next of these. */
    public void lifeEnded() {
        state = new State(Role.WAITING, "the capture begins anew");
        batchSince = null;
    }

    /** Another capture runs. */
    public void standsBy(String why) {
        state = new State(Role.STANDBY, why);
    }

    /** Something is away; it is tried again. */
    public void waitsFor(String why) {
        state = new State(Role.WAITING, why);
    }

    /** A batch is on its way to Kafka. */
    public void batchBegan() {
        batchSince = System.nanoTime();
    }

    /** Within a life something is tried again. */
    public void heldUp(String why) {
        held = why;
    }

    /** A batch is in Kafka: nothing holds it up. */
    public void batchPublished() {
        batchSince = null;
        held = null;
    }

    /** Postgres does not answer beside the engine; null when it does. */
    public void source(@Nullable String away) {
        sourceAway = away;
    }

    public Role role() {
        return state.role();
    }

    /** Why it neither publishes nor stands by, in one line; empty when it does. */
    public Optional<String> waitsFor() {
        State now = state;
        return switch (now.role()) {
            case STARTING, WAITING -> Optional.of(now.why());
            case STANDBY -> Optional.empty();
            case ACTIVE -> heldUp();
        };
    }

    private Optional<String> heldUp() {
        String reason = held;
        if (reason == null) {
            reason = sourceAway;
        }
        Long since = batchSince;
        if (reason == null && since != null) {
            Duration waiting = Duration.ofNanos(System.nanoTime() - since);
            if (waiting.compareTo(LONGEST_BATCH) > 0) {
                reason = "Kafka has not taken the last batch yet, for " + waiting.toSeconds() + " s";
            }
        }
        return Optional.ofNullable(reason);
    }
}
