package io.tidemark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final String PROGRESS = "t.progress";
    private static final int BATCH_SIZE = 3;

    private final FakeGraph graph = new FakeGraph();
    private final FakeTidemark tidemark = new FakeTidemark();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final FakeInput input = new FakeInput();
    private TopologyTestDriver driver = driver();
    private TestInputTopic<byte[], byte[]> users = topic(USERS);
    private final TestInputTopic<byte[], byte[]> follows = topic(FOLLOWS);
    private boolean closed;

    private static final class FakeInput implements Input {

        private boolean drained = true;
        private boolean lookedUp = true;
        private long start = -1;

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
        assertThat(watermark(USERS))
                .usingRecursiveComparison()
                .ignoringFields("recordMillis")
                .isEqualTo(new Watermark(USERS, "id", 0, 2, 3));
        assertThat(watermark(FOLLOWS))
                .usingRecursiveComparison()
                .ignoringFields("recordMillis")
                .isEqualTo(new Watermark(FOLLOWS, "id", 0, 0, 1));
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
        assertThat(watermark(USERS))
                .usingRecursiveComparison()
                .ignoringFields("recordMillis")
                .isEqualTo(new Watermark(USERS, "id", 0, 1, 1));
    }

    @Test
    void what_the_graph_holds_already_is_dropped() {
        graph.watermarks.put(USERS + "-0", new Watermark(USERS, "id", 0, 0, 0));
        close();
        input.start = 0;
        driver = driver();
        closed = false;
        users = topic(USERS);
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
    void a_task_that_is_started_again_without_a_look_at_the_graph_writes_nothing_and_has_it_looked_at() {
        close();
        input.lookedUp = false;
        driver = driver();
        users = topic(USERS);
        closed = false;
        assertThatThrownBy(() -> pipe(users, "a", "alice")).isInstanceOf(TaskMigratedException.class);
        assertThatThrownBy(() -> driver.advanceWallClockTime(SinkProcessor.TICK))
                .isInstanceOf(TaskMigratedException.class);
        assertThatThrownBy(() -> progress("0/10", 0)).isInstanceOf(TaskMigratedException.class);
        close();
        assertThat(graph.flushes).isEmpty();
        assertThat(tidemark.asked).isZero();
    }

    @Test
    void a_record_that_cannot_be_read_is_put_aside_and_the_rest_goes_on() {
        input.drained = false;
        pipe(users, "a", "alice");
        pipe(users, "b", "unreadable");
        pipe(users, "c", "carol");
        close();
        assertThat(letters).extracting(letter -> letter.place().offset()).containsExactly(1L);
        assertThat(letters.get(0).value()).isEqualTo("unreadable".getBytes(StandardCharsets.UTF_8));
        assertThat(graph.flushes.get(0).changes()).hasSize(2);
        assertThat(watermark(USERS).offset()).isEqualTo(2);
        assertThat(watermark(USERS).changes()).isEqualTo(2);
    }

    @Test
    void a_record_that_cannot_be_read_moves_the_watermark_even_alone() {
        pipe(users, "b", "unreadable");
        assertThat(watermark(USERS).offset()).isZero();
        assertThat(graph.flushes.get(0).changes()).isEmpty();
    }

    @Test
    void very_many_unreadable_records_in_a_row_stop_the_sink_where_it_was() {
        input.drained = false;
        for (int index = 0; index < DeadLetterRun.LONGEST - 1; index++) {
            pipe(users, "b", "unreadable");
        }
        TidemarkException failure = failureOf(() -> pipe(users, "b", "unreadable"));
        assertThat(failure.category()).isEqualTo(Category.FATAL);
        assertThat(failure)
                .hasMessageContaining("100 records in a row")
                .hasMessageContaining("t.public.users-0 offset 99");
        close();
        assertThat(graph.flushes).isEmpty();
    }

    @Test
    void many_unreadable_records_with_good_ones_between_do_not() {
        for (int index = 0; index < DeadLetterRun.LONGEST; index++) {
            pipe(users, "b", "unreadable");
            pipe(users, "a", "alice");
        }
        assertThat(letters).hasSize(DeadLetterRun.LONGEST);
    }

    @Test
    void rows_that_the_graph_refuses_are_put_aside_alone() {
        input.drained = false;
        graph.refused.add(RowKey.of("b"));
        pipe(users, "a", "alice");
        pipe(users, "b", "bob");
        pipe(users, "c", "carol");
        assertThat(letters).extracting(letter -> letter.place().offset()).containsExactly(1L);
        assertThat(letters.get(0).kind()).isEqualTo(DeadLetter.Kind.REFUSED);
        assertThat(graph.flushes).hasSize(1);
        assertThat(graph.flushes.get(0).changes()).hasSize(2);
        assertThat(watermark(USERS).offset()).isEqualTo(2);
    }

    @Test
    void very_many_refused_rows_in_a_row_stop_the_sink() {
        graph.refused.add(RowKey.of("b"));
        for (int index = 0; index < DeadLetterRun.LONGEST - 1; index++) {
            pipe(users, "b", "bob");
        }
        assertThat(failureOf(() -> pipe(users, "b", "bob")).category()).isEqualTo(Category.FATAL);
    }

    @Test
    void of_rows_that_are_refused_only_together_the_later_is_put_aside() {
        input.drained = false;
        graph.refusedTogether.addAll(List.of(RowKey.of("a"), RowKey.of("c")));
        pipe(users, "a", "alice");
        pipe(users, "b", "bob");
        pipe(users, "c", "carol");
        assertThat(letters).extracting(letter -> letter.place().offset()).containsExactly(2L);
        assertThat(watermark(USERS).offset()).isEqualTo(2);
    }

    @Test
    void a_graph_that_refuses_all_and_none_stops_the_sink_and_keeps_the_place() {
        graph.refusal = new TidemarkException(Category.DEAD_LETTER, "refused");
        assertThat(failureOf(() -> pipe(users, "a", "alice")).category()).isEqualTo(Category.FATAL);
        graph.refusal = null;
        close();
        assertThat(letters).isEmpty();
        assertThat(graph.flushes).isEmpty();
    }

    @Test
    void a_refusal_that_is_gone_when_its_row_is_looked_for_costs_nothing() {
        graph.refusal = new TidemarkException(Category.DEAD_LETTER, "refused");
        graph.refusesOnce = true;
        pipe(users, "a", "alice");
        assertThat(letters).isEmpty();
        assertThat(watermark(USERS).offset()).isZero();
    }

    @Test
    void a_hold_is_awaited_and_then_the_place_is_looked_up_again() {
        graph.held = true;
        assertThatThrownBy(() -> pipe(users, "a", "alice")).isInstanceOf(TaskMigratedException.class);
        assertThat(graph.holdsAwaited).isEqualTo(1);
        close();
        assertThat(graph.flushes).isEmpty();
    }

    @Test
    void an_idle_task_asks_the_graph_now_and_then_and_goes_on_where_that_says() {
        pipe(users, "a", "alice");
        driver.advanceWallClockTime(SinkProcessor.TICK);
        assertThat(graph.looks).isZero();
        driver.advanceWallClockTime(GraphWatch.EVERY);
        assertThat(graph.looks).isPositive();
        graph.watermarks.clear();
        assertThatThrownBy(() -> driver.advanceWallClockTime(GraphWatch.EVERY))
                .isInstanceOf(TaskMigratedException.class);
    }

    @Test
    void a_task_that_read_nothing_yet_notices_a_graph_that_moved_on() {
        driver.advanceWallClockTime(GraphWatch.EVERY);
        graph.watermarks.put(FOLLOWS + "-0", new Watermark(FOLLOWS, "id", 0, 7, 8));
        assertThatThrownBy(() -> driver.advanceWallClockTime(GraphWatch.EVERY))
                .isInstanceOf(TaskMigratedException.class);
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

    @Test
    void progress_waits_until_the_graph_has_reached_it() {
        progress("0/10", 4);
        driver.advanceWallClockTime(TidemarkProcessor.TICK);
        assertThat(tidemark.asked).isEqualTo(1);
        assertThat(tidemark.lsn).isNull();
        tidemark.reach = 4;
        driver.advanceWallClockTime(TidemarkProcessor.TICK);
        await(() -> tidemark.lsn != null);
        int asked = tidemark.asked;
        driver.advanceWallClockTime(TidemarkProcessor.TICK);
        assertThat(tidemark.asked).isEqualTo(asked);
        assertThat(tidemark.lsn).isEqualTo(Lsn.parse("0/10"));
        assertThat(tidemark.expected.offset()).isZero();
    }

    @Test
    void other_records_of_the_progress_topic_are_none_of_its_business() {
        driver.createInputTopic(PROGRESS, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput("resume-point".getBytes(StandardCharsets.UTF_8), new byte[] {1});
        driver.advanceWallClockTime(TidemarkProcessor.TICK);
        assertThat(tidemark.asked).isZero();
        assertThat(letters).isEmpty();
    }

    @Test
    void progress_that_cannot_be_read_is_put_aside() {
        driver.createInputTopic(PROGRESS, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(ProgressRecord.key(), new byte[] {1});
        assertThat(letters).extracting(letter -> letter.place().topic()).containsExactly(PROGRESS);
        tidemark.reach = 4;
        progress("0/10", 4);
        driver.advanceWallClockTime(TidemarkProcessor.TICK);
        assertThat(tidemark.lsn).isEqualTo(Lsn.parse("0/10"));
    }

    private void await(java.util.function.BooleanSupplier done) {
        for (int round = 0; round < 10_000 && !done.getAsBoolean(); round++) {
            Thread.onSpinWait();
            driver.advanceWallClockTime(TidemarkProcessor.TICK);
        }
        assertThat(done.getAsBoolean()).isTrue();
    }

    private void progress(String lsn, long end) {
        Progress progress = new Progress(Lsn.parse(lsn), Instant.EPOCH, Map.of(USERS, List.of(end)));
        driver.createInputTopic(PROGRESS, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(ProgressRecord.key(), ProgressRecord.value(progress));
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
                                List.of(USERS, FOLLOWS),
                                graph,
                                input,
                                SinkTopologyTest::decode,
                                letters::add,
                                new Retries(() -> true),
                                BATCH_SIZE),
                        PROGRESS,
                        () -> new TidemarkProcessor(
                                PROGRESS, tidemark, input, Map.of(USERS, "id"), letters::add, new GraphWatch(graph))),
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
