package io.tidemark.capture.telemetry;

import io.tidemark.capture.publish.CaptureListener;
import io.tidemark.capture.publish.Segment;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a capture does just now, and what it waits for. No answer contacts a server. Thread-safe. */
public final class CaptureHealth implements CaptureListener {

    /** A batch takes milliseconds; one that takes longer waits for Kafka. Far below the client's own patience. */
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(5);

    /** The watch asks four times a second. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

    private static final String STARTING = "the capture is starting";

    /** What a capture does. */
    public enum Role {
        /** It has tried nothing yet. */
        STARTING,
        /** Another capture runs; this one takes over when that one ends. */
        STANDBY,
        /** It captures, or is held up while it does. */
        ACTIVE,
        /** It cannot start, or continue, before a server answers again. */
        WAITING
    }

    /** A role, and why it has no better one. */
    private record State(Role role, String why) {}

    private volatile State state = new State(Role.STARTING, STARTING);
    private volatile @Nullable String held;
    private volatile @Nullable String sourceAway;
    private volatile @Nullable Long batchSince;
    private volatile long answeredNanos;
    private final LongSupplier nanoTime;

    public CaptureHealth() {
        this(System::nanoTime);
    }

    /** @param nanoTime a clock as {@link System#nanoTime} */
    CaptureHealth(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void sessionStarted() {
        held = null;
        sourceAway = null;
        batchSince = null;
        answeredNanos = nanoTime.getAsLong();
        state = new State(Role.ACTIVE, "");
    }

    @Override
    public void sessionEnded() {
        state = new State(Role.WAITING, "the capture begins anew");
        batchSince = null;
    }

    @Override
    public void standingBy(String why) {
        state = new State(Role.STANDBY, why);
    }

    @Override
    public void waitingFor(String why) {
        state = new State(Role.WAITING, why);
    }

    @Override
    public void batchStarted() {
        batchSince = nanoTime.getAsLong();
    }

    @Override
    public void retrying(String why) {
        held = why;
    }

    @Override
    public void batchPublished(Segment batch) {
        batchSince = null;
        held = null;
    }

    @Override
    public void sourceAnswered() {
        answeredNanos = nanoTime.getAsLong();
        sourceAway = null;
    }

    @Override
    public void sourceUnreachable(String why) {
        sourceAway = why;
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
        if (reason == null) {
            Duration silent = Duration.ofNanos(nanoTime.getAsLong() - answeredNanos);
            if (silent.compareTo(LONGEST_SILENCE) > 0) {
                reason = "Postgres has not answered the watch for " + silent.toSeconds() + " s";
            }
        }
        Long since = batchSince;
        if (reason == null && since != null) {
            Duration waiting = Duration.ofNanos(nanoTime.getAsLong() - since);
            if (waiting.compareTo(LONGEST_BATCH) > 0) {
                reason = "Kafka has not taken the last batch yet, for " + waiting.toSeconds() + " s";
            }
        }
        return Optional.ofNullable(reason);
    }
}
