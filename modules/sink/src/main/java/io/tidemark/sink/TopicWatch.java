package io.tidemark.sink;

import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.graphstore.GraphWriter;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Watermark;
import java.io.Closeable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every few seconds whether the topics are still those that the sink was started on: a topic that was deleted and
 * recreated under the same name must not be read at the old offsets. So it also knows whether Kafka answers.
 * Thread-safe.
 */
final class TopicWatch implements Closeable {

    static final Duration EVERY = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

    private final Map<String, String> startedOn;
    private final Supplier<Map<String, String>> now;
    private final Consumer<TidemarkException> stop;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.factory("topic-watch"));
    private final ScheduledFuture<?> checking;
    private volatile boolean answered = true;

    /**
     * Begins to check.
     *
     * @param startedOn ids by topic
     * @param now the same as Kafka says now; throws RETRY when it does not answer
     * @param stop receives the reason why the sink must end
     */
    TopicWatch(Map<String, String> startedOn, Supplier<Map<String, String>> now, Consumer<TidemarkException> stop) {
        this.startedOn = Map.copyOf(startedOn);
        this.now = now;
        this.stop = stop;
        checking = thread.scheduleWithFixedDelay(
                this::checkSafely, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether Kafka answered when it was last asked. */
    boolean isAnswered() {
        return answered;
    }

    private void checkSafely() {
        try {
            check();
            answered = true;
        } catch (TidemarkException failure) {
            answered = false;
            if (failure.category() == Category.FATAL) {
                stop.accept(failure);
            } else {
                LOG.debug("{}", failure.getMessage());
            }
        } catch (RuntimeException failure) {
            answered = false;
            LOG.warn("the topics cannot be looked at: {}", failure.getMessage());
        }
    }

    /** Passes when they are the same; one that is missing is named by {@link #now}. */
    void check() {
        requireSame(startedOn, now.get());
    }

    static void requireSame(Map<String, String> startedOn, Map<String, String> there) {
        startedOn.forEach((topic, id) -> GraphWriter.requireSameTopic(
                Watermark.nothing(topic, id, 0), Watermark.nothing(topic, there.getOrDefault(topic, "none"), 0)));
    }

    @Override
    public void close() {
        checking.cancel(true);
        thread.shutdownNow();
    }
}
