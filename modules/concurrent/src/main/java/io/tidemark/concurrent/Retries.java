package io.tidemark.concurrent;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.event.ExecutionAttemptedEvent;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries an action while it fails with category RETRY, with growing, jittered pauses of at most two seconds, until it succeeds or
 * is stopped. Thread-safe.
 */
public final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final double JITTER = 0.3;
    private static final long SILENCE_NANOS = Duration.ofSeconds(30).toNanos();

    /** Two writers that meet are done by then; only what lasts is worth a line. */
    private static final int FIRST_ATTEMPT_SAID = 4;
    /** A single attempt may take as long as a client's timeout: that lasts too. */
    private static final Duration FIRST_WAIT_SAID = Duration.ofSeconds(5);

    private final BooleanSupplier stopped;
    private final RetryPolicy<Object> policy;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile String lastFailure = "";
    private final AtomicLong lastSaid = new AtomicLong(System.nanoTime() - SILENCE_NANOS);

    /** @param stopped asked after each failure; once true, the failure is thrown */
    public Retries(BooleanSupplier stopped) {
        this.stopped = stopped;
        policy = RetryPolicy.builder()
                .handleIf(Retries::isRetriable)
                .abortIf((result, failure) -> stopped.getAsBoolean())
                .withMaxRetries(-1)
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(JITTER)
                .onFailedAttempt(this::say)
                .build();
    }

    /** Runs the action until it does not fail with RETRY. Other failures are thrown at once. */
    public <T> T untilDone(Supplier<T> action) {
        return untilDone(action, failure -> {});
    }

    /**
     * The same.
     *
     * @param retried receives each failure after which the action is retried
     */
    public <T> T untilDone(Supplier<T> action, Consumer<TidemarkException> retried) {
        int[] failures = {0};
        try {
            return Failsafe.with(policy).get(() -> counting(action, failures, retried));
        } catch (FailsafeException interrupted) {
            Thread.currentThread().interrupt();
            throw new TidemarkException(Category.RETRY, "interrupted while waiting to try again", interrupted);
        } finally {
            if (failures[0] >= FIRST_ATTEMPT_SAID) {
                waiting.decrementAndGet();
            }
        }
    }

    private <T> T counting(Supplier<T> action, int[] failures, Consumer<TidemarkException> retried) {
        try {
            return action.get();
        } catch (TidemarkException failure) {
            if (isRetriable(failure) && !stopped.getAsBoolean()) {
                retried.accept(failure);
            }
            if (isRetriable(failure) && ++failures[0] >= FIRST_ATTEMPT_SAID) {
                lastFailure = String.valueOf(failure.getMessage());
                if (failures[0] == FIRST_ATTEMPT_SAID) {
                    waiting.incrementAndGet();
                }
            }
            throw failure;
        }
    }

    /** What is waited for: the last failure of an action that {@link #isWaiting}, in one line. */
    public Optional<String> waitingFor() {
        return isWaiting() ? Optional.of(lastFailure) : Optional.empty();
    }

    /** Whether an action has failed several times by now and is tried again. */
    public boolean isWaiting() {
        return waiting.get() > 0;
    }

    private static boolean isRetriable(Throwable failure) {
        return failure instanceof TidemarkException named && named.category() == Category.RETRY;
    }

    private void say(ExecutionAttemptedEvent<Object> event) {
        Throwable failure = event.getLastException();
        if (!isRetriable(failure)) {
            return;
        }
        LOG.debug("{} (attempt {})", failure.getMessage(), event.getAttemptCount());
        long now = System.nanoTime();
        long last = lastSaid.get();
        boolean lasts = event.getAttemptCount() >= FIRST_ATTEMPT_SAID
                || event.getElapsedTime().compareTo(FIRST_WAIT_SAID) >= 0;
        if (lasts && now - last >= SILENCE_NANOS && lastSaid.compareAndSet(last, now)) {
            LOG.warn(
                    "{} (attempt {}, for {} s; trying again until it goes through)",
                    failure.getMessage(),
                    event.getAttemptCount(),
                    event.getElapsedTime().toSeconds());
        }
    }
}
