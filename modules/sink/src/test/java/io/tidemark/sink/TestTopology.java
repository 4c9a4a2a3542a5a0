package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.concurrent.Retries;
import io.tidemark.events.DeadLetter;
import io.tidemark.events.ProgressRecord;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Progress;
import io.tidemark.model.position.Watermark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** The topology without servers: rows are text, a name for an upsert and null or {@code -} for a delete. */
final class TestTopology implements AutoCloseable {

    static final String USERS = "t.public.users";
    static final String FOLLOWS = "t.public.follows";
    static final String PROGRESS = "t.progress";
    static final int BATCH_SIZE = 3;

    final FakeGraph graph = new FakeGraph();
    final FakeTidemark tidemark = new FakeTidemark();
    final List<DeadLetter> letters = new ArrayList<>();
    final FakeInput input = new FakeInput();
    final BatchLimit limit = new BatchLimit();
    private TopologyTestDriver driver = driver();
    private boolean closed;

    /** Whether failures are retried no more. */
    boolean stopped = true;

    static final class FakeInput implements Input {

        boolean drained = true;
        boolean lookedUp = true;
        long start = -1;

        @Override
        public Optional<Watermark> takeStart(TopicPartition partition) {
            return lookedUp
                    ? Optional.of(new Watermark(partition.topic(), "id", partition.partition(), start, 0))
                    : Optional.empty();
        }

        @Override
        public boolean isDrained(TopicPartition partition, long processedOffset) {
            return drained;
        }
    }

    private TopologyTestDriver driver() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "t-sink");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        TaskResources task = new TaskResources(input, graph, letters::add, limit);
        List<String> tables = List.of(USERS, FOLLOWS);
        return new TopologyTestDriver(
                SinkTopology.of(
                        tables,
                        () -> new SinkProcessor(
                                task, tables, TestTopology::decode, new Retries(() -> stopped), BATCH_SIZE),
                        PROGRESS,
                        () -> new TidemarkProcessor(task, PROGRESS, tidemark, Map.of(USERS, "id"))),
                properties);
    }

    private static RowChange decode(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        TableName table = TableName.parse(topic.substring("t.".length()));
        RowKey rowKey = RowKey.of(text(key));
        String name = text(value);
        if (name.equals("unreadable")) {
            throw new TidemarkException(Category.DEAD_LETTER, "not Avro");
        }
        return name.equals("-")
                ? new RowChange.Delete(table, rowKey)
                : new RowChange.Upsert(table, rowKey, Map.of("username", name));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "-" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A row of a table arrives. */
    void row(String topic, String key, @Nullable String value) {
        pipe(topic, bytes(key), value == null ? null : bytes(value));
    }

    void user(String key, @Nullable String value) {
        row(USERS, key, value);
    }

    /** The capture states that everything up to a position ends at this offset of the users. */
    void progress(String lsn, long end) {
        Progress progress = new Progress(Lsn.parse(lsn), Instant.EPOCH, Map.of(USERS, List.of(end)));
        pipe(PROGRESS, ProgressRecord.key(), ProgressRecord.value(progress));
    }

    // Streams takes null for a tombstone, its annotations do not say so
    @SuppressWarnings("NullAway")
    void pipe(String topic, byte[] key, byte @Nullable [] value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key, value);
    }

    void passes(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** How far the graph is in a topic that it has something of. */
    Watermark watermark(String topic) {
        assertThat(graph.watermarks).containsKey(topic + "-0");
        return graph.watermarks.getOrDefault(topic + "-0", Watermark.nothing(topic, "", 0));
    }

    static TidemarkException failureOf(ThrowingCallable action) {
        Throwable failure = catchThrowable(action);
        while (failure != null && !(failure instanceof TidemarkException)) {
            failure = failure.getCause();
        }
        if (failure instanceof TidemarkException named) {
            return named;
        }
        throw new AssertionError("no failure of Tidemark's");
    }

    void restart() {
        close();
        driver = driver();
        closed = false;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            driver.close();
        }
    }
}
