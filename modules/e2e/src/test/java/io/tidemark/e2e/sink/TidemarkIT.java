package io.tidemark.e2e.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.concurrent.Retries;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.ProgressRecord;
import io.tidemark.graphstore.RetryListener;
import io.tidemark.graphstore.TidemarkWriter;
import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Invariant I7 on the sink's side: the tidemark follows progress as soon as the graph has reached it, and never before.
 * The capture is stopped once the topics are filled; the progress in here is written by the test.
 */
@Timeout(90)
final class TidemarkIT {

    private static final Instant FIRST_NOON = Instant.parse("2100-01-01T12:00:00Z");
    private static final Lsn FIRST_START = Lsn.parse("FF/0");
    private static final AtomicInteger TESTS = new AtomicInteger();

    private static TestPipeline pipeline;
    private static TableTopics topics;

    /** Each test goes on a day and a megabyte after the one before. */
    private final int test = TESTS.getAndIncrement();

    private final Instant noon = FIRST_NOON.plus(Duration.ofDays(test));
    private final Lsn start = new Lsn(FIRST_START.value() + test * 1_000_000L);

    @BeforeAll
    static void open() throws SQLException {
        pipeline = TestPipeline.sample("tidemark").started();
        topics = new TableTopics(pipeline.settings());
        pipeline.stopCapture();
    }

    @AfterAll
    static void close() throws SQLException {
        pipeline.close();
    }

    @Test
    void follows_progress_that_the_graph_has_reached() throws Exception {
        write(progress(1, 0));
        awaitTidemark(1);
        assertThat(pipeline.graph("MATCH (t:Tidemark) RETURN t.lsn")).isEqualTo(lsn(1).toString());
        assertThat(pipeline.graph("MATCH (t:Tidemark) RETURN t.committedAt = datetime('" + noon.plusSeconds(1) + "')"))
                .isEqualTo(true);
        Progress next = progress(2, 0);
        write(next);
        long written = System.nanoTime();
        awaitTidemark(2);
        System.err.println("TidemarkIT: progress to tidemark in " + (System.nanoTime() - written) / 1_000_000 + " ms");
    }

    @Test
    void never_says_what_the_graph_has_not_reached() throws Exception {
        write(progress(1, 0));
        write(progress(2, 1));
        write(progress(3, 5));
        awaitTidemark(1);
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10)).until(() -> lsn() == start.value() + 1);
        ConsumerRecord<byte[], byte[]> known = known();
        topics.write("users", known.partition(), known.key(), null);
        awaitTidemark(2);
    }

    @Test
    void a_sink_that_starts_again_takes_up_progress_it_had_not_reached() throws Exception {
        write(progress(1, 0));
        write(progress(2, 1));
        awaitTidemark(1);
        pipeline.stopSink();
        ConsumerRecord<byte[], byte[]> known = known();
        topics.write("users", known.partition(), known.key(), null);
        pipeline.startSink();
        awaitTidemark(2);
    }

    @Test
    void goes_back_only_for_what_was_committed_later() throws Exception {
        write(progress(5, 0));
        awaitTidemark(5);
        write(new Progress(lsn(3), noon, ends(0)));
        write(progress(6, 0));
        awaitTidemark(6);
        write(new Progress(lsn(2), noon.plusSeconds(60), ends(0)));
        awaitTidemark(2);
    }

    @Test
    void goes_with_what_it_rests_on() throws Exception {
        write(progress(1, 0));
        awaitTidemark(1);
        pipeline.stopSink();
        pipeline.driver()
                .executableQuery("MATCH (w:TidemarkWatermark) WHERE w.topic ENDS WITH '.users' DELETE w")
                .execute();
        Map<String, String> ids = new HashMap<>();
        pipeline.driver()
                .executableQuery("MATCH (w:TidemarkWatermark) RETURN w.topic, w.topicId")
                .execute()
                .records()
                .forEach(row -> ids.put(row.get(0).asString(), row.get(1).asString()));
        String prefix = pipeline.settings().prefix();
        ids.put(topics.name("users"), "any");
        TidemarkWriter store = pipeline.graph()
                .tidemarkWriter(prefix, prefix + ".progress", new Retries(() -> true), RetryListener.NONE);
        assertThat(store.withdrawIfAhead(ids)).isTrue();
        assertThat(pipeline.graph("MATCH (t:Tidemark) RETURN count(t)")).isEqualTo(0L);
        pipeline.startSink();
        awaitTidemark(1);
    }

    /** @param further records that the partition of the first user does not hold yet */
    private Progress progress(long bytes, long further) {
        return new Progress(lsn(bytes), noon.plusSeconds(bytes), ends(further));
    }

    /** The first user; partitions are read in any order. */
    private static ConsumerRecord<byte[], byte[]> known() {
        return topics.records("users").stream()
                .min(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                        .thenComparingLong(ConsumerRecord::offset))
                .orElseThrow();
    }

    private Lsn lsn(long bytes) {
        return new Lsn(start.value() + bytes);
    }

    private Map<String, List<Long>> ends(long further) {
        int beyond = known().partition();
        Map<String, List<Long>> ends = new HashMap<>();
        for (String table : List.of("users", "follows", "mutes", "blocks")) {
            List<ConsumerRecord<byte[], byte[]>> records = topics.records(table);
            // not the last record's offset: the marker of the capture's transaction takes an offset, too
            List<Long> next = topics.endOffsets(table);
            List<Long> offsets = new ArrayList<>();
            for (int partition = 0; partition < pipeline.settings().partitions(); partition++) {
                int number = partition;
                long last = records.stream()
                        .filter(record -> record.partition() == number)
                        .mapToLong(ConsumerRecord::offset)
                        .max()
                        .orElse(-1);
                boolean waits = further > 0 && table.equals("users") && number == beyond;
                offsets.add(waits ? next.get(number) - 1 + further : last);
            }
            ends.put(topics.name(table), offsets);
        }
        return ends;
    }

    private void write(Progress progress) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                pipeline.settings().kafka().client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            pipeline.settings().prefix() + ".progress",
                            ProgressRecord.key(),
                            ProgressRecord.value(progress)))
                    .get();
        }
    }

    private void awaitTidemark(long bytes) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> lsn() == start.value() + bytes);
    }

    private long lsn() {
        @Nullable Object lsn = pipeline.graph("OPTIONAL MATCH (t:Tidemark) RETURN coalesce(t.lsnBytes, -1)");
        return lsn instanceof Long number ? number : -1;
    }
}
