package io.tidemark.events;

import io.tidemark.model.Problem;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;

/** Waits for Kafka's answers, and says in one line why there was none. */
public final class KafkaCalls {

    private KafkaCalls() {}

    /**
     * The future's value.
     *
     * @param what the call in words, for the message: {@code list topics}
     * @throws TidemarkException USAGE when Kafka refuses this user, RETRY when it is away, FATAL otherwise
     */
    public static <T> T get(String what, KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw explain(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    /**
     * The future's value; empty when Kafka does not know the thing.
     *
     * @param unknown how Kafka says so
     * @throws TidemarkException as {@link #get} does
     */
    public static <T> Optional<T> find(String what, KafkaFuture<T> future, Class<? extends ApiException> unknown) {
        try {
            return Optional.ofNullable(get(what, future));
        } catch (TidemarkException e) {
            if (unknown.isInstance(e.getCause())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What a call failed of: its cause where there is one, as with an {@link ExecutionException}. */
    static TidemarkException explain(String what, Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
            return new TidemarkException(
                    Category.USAGE,
                    new Problem(
                            "Kafka refuses to " + what,
                            "check the kafka.* security settings (" + cause.getMessage() + ")"),
                    cause);
        }
        if (cause instanceof RetriableException) {
            return new TidemarkException(
                    Category.RETRY,
                    new Problem(
                            "Kafka cannot be reached to " + what,
                            "is it running, and is KAFKA_BOOTSTRAP_SERVERS right? (" + cause.getMessage() + ")"),
                    cause);
        }
        return new TidemarkException(Category.FATAL, "Kafka failed to " + what + ": " + cause.getMessage(), cause);
    }

    static TidemarkException interrupted(String what, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TidemarkException(Category.RETRY, "interrupted while waiting to " + what, e);
    }
}
