package io.tidemark.sink;

import io.tidemark.graphstore.GraphWriter;
import io.tidemark.model.position.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the graph now and then whether it still is where a task left it, so that an emptied or restored graph, or a hold, is
 * noticed without a new record. One thread.
 */
final class GraphWatch {

    /** How often the graph is asked. */
    static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(GraphWatch.class);

    private final GraphWriter graph;
    private long lastMillis;

    GraphWatch(GraphWriter graph) {
        this.graph = graph;
    }

    /** The graph was just seen to be where the task left it. */
    void restart(long nowMillis) {
        lastMillis = nowMillis;
    }

    boolean isDue(long nowMillis) {
        return nowMillis - lastMillis >= EVERY.toMillis();
    }

    /**
     * Compares the graph's watermarks with what a task left; waits while there is a hold.
     *
     * @throws TaskMigratedException when the graph is elsewhere: Streams then closes the tasks, joins
     *     its group again and gets the partitions assigned again, from the graph's watermarks
     */
    void check(List<Watermark> left, long nowMillis) {
        lastMillis = nowMillis;
        graph.awaitNoHold();
        Map<String, Watermark> there = graph
                .watermarks(
                        left.stream().map(Watermark::topic).distinct().toList(),
                        left.stream().map(Watermark::partition).distinct().toList())
                .stream()
                .collect(Collectors.toMap(GraphWatch::name, Function.identity()));
        for (Watermark watermark : left) {
            Watermark nothing = Watermark.nothing(watermark.topic(), watermark.topicId(), watermark.partition());
            Watermark actual = there.getOrDefault(name(watermark), nothing);
            if (actual.offset() != watermark.offset()) {
                LOG.warn(
                        "the graph says {} for {}, this task left it at {}: it was cleared or restored, or another sink has"
                                + " the partition; reading on from there",
                        actual.offset(),
                        name(watermark),
                        watermark.offset());
                throw moved();
            }
        }
    }

    /** Waits for a hold to be lifted, and says what to throw then: it may have been lifted over an emptied graph. */
    TaskMigratedException held() {
        graph.awaitNoHold();
        LOG.info("the hold was lifted; reading on from where the graph says");
        return moved();
    }

    static TaskMigratedException moved() {
        return new TaskMigratedException("the graph is not where this task left it");
    }

    /**
     * What to throw in a task that was started on partitions whose place was not looked up for it. Streams does that
     * when a commit of offsets times out while partitions are taken away: it drops what was read, closes the tasks, sends
     * their consumer to the committed offsets, which may be ahead of the graph, and starts them again without a word to
     * the listener (read in 4.3, {@code TaskManager.closeDirtyAndRevive}). Going on would skip what was dropped.
     */
    static TaskMigratedException notLookedUp() {
        LOG.warn("Streams has started a task again without asking the graph where to read; asking");
        return new TaskMigratedException("the graph was not asked where this task begins");
    }

    private static String name(Watermark watermark) {
        return watermark.topic() + "-" + watermark.partition();
    }
}
