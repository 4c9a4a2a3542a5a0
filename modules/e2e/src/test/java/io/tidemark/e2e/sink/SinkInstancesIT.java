package io.tidemark.e2e.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.RunningPipeline;
import io.tidemark.e2e.fixture.SinkGroup;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.settings.Settings;
import io.tidemark.sink.SinkApp;
import io.tidemark.sink.SinkSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;

/** Several sinks share the partitions; who comes and goes changes nothing in the result (I4). */
@Timeout(90)
final class SinkInstancesIT {

    @RegisterExtension
    static final RunningPipeline RUNNING = RunningPipeline.social("instances");

    private final TestPipeline pipeline = RUNNING.pipeline();

    @Test
    void a_second_sink_joins_and_leaves_under_load() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> write(stop));
        try (SinkApp second = new SinkApp(pipeline.settings().sink())) {
            second.start();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> second.isReady() && pipeline.sink().isReady());
            long applied = pipeline.applied();
            await().atMost(Duration.ofSeconds(20)).until(() -> pipeline.applied() > applied + 100);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> pipeline.sink().isReady());
        long applied = pipeline.applied();
        await().atMost(Duration.ofSeconds(20)).until(() -> pipeline.applied() > applied + 100);
        stop.set(true);
        traffic.get();
        pipeline.awaitEqual();
        assertThat(pipeline.applied()).isEqualTo(pipeline.capture().publishedChanges());
        assertThat(pipeline.sink().deadLetters()).isZero();
    }

    @Test
    void a_sink_with_a_name_comes_back_to_its_partitions_and_its_peers_keep_theirs() throws Exception {
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.put("TIDEMARK_SINK_INSTANCE", "sink-0");
        SinkSettings named = Settings.of(environment).sink();
        Map<String, Set<TopicPartition>> before;
        try (SinkApp first = new SinkApp(named)) {
            first.start();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> first.isReady() && pipeline.sink().isReady());
            before = SinkGroup.members(pipeline.settings());
            assertThat(before)
                    .hasSize(2)
                    .containsKey("sink-0-1")
                    .allSatisfy((member, partitions) -> assertThat(partitions).isNotEmpty());
        }
        assertThat(SinkGroup.members(pipeline.settings())).isEqualTo(before);
        pipeline.sql("update users set username = 'z' || username");
        AtomicBoolean undisturbed = new AtomicBoolean(true);
        try (SinkApp second = new SinkApp(named)) {
            second.start();
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> {
                        undisturbed.compareAndSet(true, hasPartitions(pipeline.sink()));
                        return second.isReady();
                    });
            pipeline.awaitEqual();
            assertThat(undisturbed).isTrue();
            assertThat(SinkGroup.members(pipeline.settings())).isEqualTo(before);
        }
    }

    /** Also while it waits for something else, such as a broker that is slow to answer. */
    private static boolean hasPartitions(SinkApp sink) {
        return sink.waitsFor()
                .filter(reason -> reason.startsWith("no partitions are assigned"))
                .isEmpty();
    }

    /** What a running task has in hand, its successor has applied meanwhile: the task must notice before it writes. */
    @Test
    void what_another_writer_has_applied_is_not_applied_twice() throws SQLException {
        await().atMost(Duration.ofSeconds(20)).until(() -> pipeline.applied() == published());
        try (Session session = pipeline.driver().session();
                Transaction successor = session.beginTransaction()) {
            successor
                    .run("MATCH (w:TidemarkWatermark) WHERE w.topic ENDS WITH '.users' SET w:TidemarkWatermark")
                    .consume();
            pipeline.sql("update users set username = 'z' || username");
            pipeline.awaitCaptured();
            await("the task waits for the watermarks' locks")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !Long.valueOf(0)
                            .equals(pipeline.graph("SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked'"
                                    + " RETURN count(*)")));
            // all that a successor leaves, but for the names: so it shows if somebody writes them after it
            successor
                    .run(
                            "UNWIND $records AS record MATCH (w:TidemarkWatermark {partition: record.partition})"
                                    + " WHERE w.topic ENDS WITH '.users' AND w.offset < record.offset"
                                    + " SET w.offset = record.offset, w.changes = w.changes + 1",
                            Map.of("records", places()))
                    .consume();
            successor.commit();
        }
        pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'later')");
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        Long.valueOf(1).equals(pipeline.graph("MATCH (n:User {username: 'later'}) RETURN count(n)")));
        assertThat(pipeline.graph("MATCH (n:User) WHERE n.username STARTS WITH 'z' RETURN count(n)"))
                .isEqualTo(0L);
        assertThat(pipeline.applied()).isEqualTo(published());
    }

    private long published() {
        return pipeline.capture().publishedChanges();
    }

    /** Where each record of the users' topic lies. */
    private List<Map<String, Object>> places() {
        return new TableTopics(pipeline.settings())
                .records("users").stream()
                        .map(record ->
                                Map.<String, Object>of("partition", record.partition(), "offset", record.offset()))
                        .toList();
    }

    private void write(AtomicBoolean stop) {
        try {
            while (!stop.get()) {
                pipeline.sql(
                        "insert into users (id, username)"
                                + " select gen_random_uuid(), left(gen_random_uuid()::text, 20) from generate_series(1, 20)",
                        "insert into follows (follower_id, following_id)"
                                + " select a.id, b.id from users a, users b where a.id <> b.id order by random() limit 20"
                                + " on conflict do nothing",
                        "delete from users where id in (select id from users order by random() limit 5)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
