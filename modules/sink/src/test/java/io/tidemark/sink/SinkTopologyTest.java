package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.graphstore.Patience;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.position.Watermark;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The topology without servers: records are text, {@code name} for an upsert and null or {@code -} for a delete. */
class SinkTopologyTest {

    private static final String USERS = "t.public.users";
    private static final String FOLLOWS = "t.public.follows";
    private static final int BATCH_SIZE = 3;

    private final FakeGraph graph = new FakeGraph();
    private final FakeInput input = new FakeInput();
    private final TopologyTestDriver driver = driver();
    private final TestInputTopic<byte[], byte[]> users = topic(USERS);
    private final TestInputTopic<byte[], byte[]> follows = topic(FOLLOWS);
    private boolean closed;

    private static final class FakeInput implements Input {

        private boolean drained = true;
        private long start = -1;

        @Override
        public Watermark start(TopicPartition partition) {
            return new Watermark(partition.topic(), "id", partition.partition(), start, 0);
        }

        @Override
        public boolean isDrained(TopicPartition partition, long processedOffset) {
            return drained;
        }
    }

    @AfterEach
    void closeDriver() {
        if (!closed) {
            driver.close();
        }
    }

    @Test
    void a_lone_change_is_written_at_once() {
        pipe(users, "a", "alice");
        assertThat(graph.flushes).hasSize(1);
        assertThat(watermark(USERS).offset()).isZero();
    }

    @Test
    void while_there_is_more_to_read_batches_fill_up_across_tables() {
        input.drained = false;
        pipe(users, "a", "alice");
        pipe(follows, "a", "b");
        pipe(users, "a", "alicia");
        assertThat(graph.flushes).isEmpty();
        pipe(users, "c", "carol");
        assertThat(graph.flushes).hasSize(1);
        assertThat(graph.flushes.get(0).changes()).hasSize(BATCH_SIZE);
        assertThat(watermark(USERS)).isEqualTo(new Watermark(USERS, "id", 0, 2, 3));
        assertThat(watermark(FOLLOWS)).isEqualTo(new Watermark(FOLLOWS, "id", 0, 0, 1));
    }

    @Test
    void what_waits_for_more_is_written_as_soon_as_there_is_none() {
        input.drained = false;
        pipe(users, "a", "alice");
        driver.advanceWallClockTime(SinkProcessor.TICK);
        assertThat(graph.flushes).isEmpty();
        input.drained = true;
        driver.advanceWallClockTime(SinkProcessor.TICK);
        assertThat(graph.flushes).hasSize(1);
    }

    @Test
    void no_change_waits_longer_than_promised() {
        input.drained = false;
        pipe(users, "a", "alice");
        driver.advanceWallClockTime(SinkProcessor.LONGEST_WAIT);
        assertThat(graph.flushes).hasSize(1);
    }

    @Test
    void a_tombstone_is_a_delete_that_is_not_counted() {
        pipe(users, "a", "-");
        pipe(users, "a", null);
        assertThat(graph.flushes.get(1).changes())
                .containsExactly(new RowChange.Delete(TableName.parse("public.users"), RowKey.of("a")));
        assertThat(watermark(USERS)).isEqualTo(new Watermark(USERS, "id", 0, 1, 1));
    }

    @Test
    void what_the_graph_holds_already_is_dropped() {
        input.start = 0;
        graph.watermarks.put(USERS + "-0", new Watermark(USERS, "id", 0, 0, 0));
        pipe(users, "a", "alice");
        assertThat(graph.flushes).isEmpty();
        pipe(users, "b", "bob");
        assertThat(watermark(USERS).offset()).isEqualTo(1);
    }

    @Test
    void a_graph_that_moved_makes_streams_join_again_and_writes_nothing() {
        graph.watermarks.put(USERS + "-0", new Watermark(USERS, "id", 0, 7, 8));
        assertThatThrownBy(() -> pipe(users, "a", "alice")).isInstanceOf(TaskMigratedException.class);
        assertThat(graph.flushes).isEmpty();
        close();
        assertThat(graph.flushes).isEmpty();
    }

    @Test
    void a_record_that_cannot_be_read_stops_with_its_place_after_what_came_before() {
        input.drained = false;
        pipe(users, "a", "alice");
        TidemarkException failure = failureOf(() -> pipe(users, "b", "unreadable"));
        assertThat(failure.category()).isEqualTo(Category.DEAD_LETTER);
        assertThat(failure).hasMessageContaining("t.public.users-0 offset 1");
        close();
        assertThat(watermark(USERS).offset()).isZero();
    }

    @Test
    void a_graph_that_refuses_keeps_the_place() {
        graph.refusal = new TidemarkException(Category.DEAD_LETTER, "refused");
        assertThat(failureOf(() -> pipe(users, "a", "alice"))).hasMessage("refused");
        graph.refusal = null;
        close();
        assertThat(graph.flushes).isEmpty();
    }

    @Test
    void a_clean_stop_writes_what_was_read() {
        input.drained = false;
        pipe(users, "a", "alice");
        close();
        assertThat(watermark(USERS).offset()).isZero();
    }

    private Watermark watermark(String topic) {
        Watermark watermark = graph.watermarks.get(topic + "-0");
        assertThat(watermark).isNotNull();
        return watermark == null ? new Watermark(topic, "", 0, -1, 0) : watermark;
    }

    private void close() {
        closed = true;
        driver.close();
    }

    private static TidemarkException failureOf(ThrowingCallable action) {
        Throwable failure = org.assertj.core.api.Assertions.catchThrowable(action);
        while (failure != null && !(failure instanceof TidemarkException)) {
            failure = failure.getCause();
        }
        if (failure instanceof TidemarkException named) {
            return named;
        }
        throw new AssertionError("no failure of Tidemark's");
    }

    private TopologyTestDriver driver() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "t-sink");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        return new TopologyTestDriver(
                SinkTopology.of(
                        List.of(USERS, FOLLOWS),
                        () -> new SinkProcessor(
                                graph, input, SinkTopologyTest::decode, new Patience(() -> true), BATCH_SIZE)),
                properties);
    }

    private TestInputTopic<byte[], byte[]> topic(String name) {
        return driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer());
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

    // Streams takes null for a tombstone, its annotations do not say so
    @SuppressWarnings("NullAway")
    private static void pipe(TestInputTopic<byte[], byte[]> topic, String key, @Nullable String value) {
        topic.pipeInput(
                key.getBytes(StandardCharsets.UTF_8), value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
