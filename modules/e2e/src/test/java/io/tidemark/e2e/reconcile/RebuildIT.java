package io.tidemark.e2e.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.RunningPipeline;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.model.TidemarkException;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.reconciler.rebuild.Rebuild;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.TidemarkStalledException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The topics alone fill a graph, also when most of what was ever written to them has been compacted away. */
@Timeout(240)
final class RebuildIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int USERS = 3_000;

    @RegisterExtension
    static final RunningPipeline RUNNING = RunningPipeline.social("rebuild");

    private final Reconciling test = Reconciling.of(RUNNING);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void a_graph_is_rebuilt_from_compacted_topics_and_the_slot_is_left_alone() throws Exception {
        RUNNING.spoil();
        test.pipeline()
                .sql("insert into users (id, username) select gen_random_uuid(), 'user' || n from generate_series(1, "
                        + USERS + ") n");
        test.pipeline().sql("""
            insert into follows (follower_id, following_id)
            select a.id, b.id from users a join users b on b.username = 'alice'
             where a.username like 'user%'""");
        test.pipeline().sql("update users set username = 'x' || username where username like 'user%'");
        test.pipeline().sql("delete from users where username like 'xuser%7'");
        test.pipeline().awaitEqual();
        long records = compact();
        ReplicationSlot before = slot();
        Rebuild.Result result = rebuild(PATIENCE).run();
        assertThat(test.pipeline().differences()).isEmpty();
        assertThat(result.cleared().gone()).isGreaterThan(2L * USERS * 9 / 10);
        assertThat(result.applied()).isLessThanOrEqualTo(records + 1_000);
        ReplicationSlot after = slot();
        assertThat(after.activeProcess()).isEqualTo(before.activeProcess());
        assertThat(after.confirmed()).isGreaterThanOrEqualTo(before.confirmed());
        System.err.println("rebuilt with " + result.applied() + " changes in "
                + result.replay().toMillis() + " ms, after " + result.cleared().gone() + " were cleared in "
                + result.cleared().took().toMillis() + " ms");
    }

    /** Has the log cleaner work on the tables' topics until few old records are left; returns how many records there are. */
    private long compact() throws Exception {
        TableTopics topics = new TableTopics(test.pipeline().settings());
        int users = topics.records("users").size();
        try (Admin admin = KafkaAdmin.open(test.pipeline().settings().kafka().client())) {
            for (String table : List.of("users", "follows")) {
                ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, topics.name(table));
                admin.incrementalAlterConfigs(Map.of(
                                topic,
                                List.of(
                                        set("segment.ms", "100"),
                                        set("min.cleanable.dirty.ratio", "0.001"),
                                        set("max.compaction.lag.ms", "100"))))
                        .all()
                        .get();
            }
            // after a pass that found nothing it rests, by default for 15 s
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.BROKER, ""),
                            List.of(set("log.cleaner.backoff.ms", "100"))))
                    .all()
                    .get();
        }
        await("the log cleaner")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    // A segment is closed, and so can be cleaned, when another record comes.
                    test.pipeline().sql("update users set updated_at = now() where username like 'xuser10%'");
                    return repeated(topics.records("users")) < users / 4;
                });
        test.pipeline().awaitEqual();
        return topics.records("users").size() + (long) topics.records("follows").size();
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
    }

    /** How many records have another one of the same key. */
    private static int repeated(List<ConsumerRecord<byte[], byte[]>> records) {
        Set<ByteBuffer> keys = new HashSet<>();
        records.forEach(record -> keys.add(ByteBuffer.wrap(record.key())));
        return records.size() - keys.size();
    }

    @Test
    void without_a_sink_it_says_so_and_the_graph_fills_when_one_comes() {
        test.pipeline().stopSink();
        long began = System.nanoTime();
        assertThatThrownBy(() -> rebuild(Duration.ofSeconds(3)).run())
                .isInstanceOf(TidemarkStalledException.class)
                .hasMessageStartingWith("the graph is empty and will fill as soon as a sink runs")
                .hasMessageContaining("./tidemark sink");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        assertThat(test.count("MATCH (n) RETURN count(n)")).isZero();
        test.pipeline().startSink();
        test.pipeline().awaitEqual();
    }

    @Test
    void what_could_not_come_back_is_not_cleared() throws Exception {
        RUNNING.spoil();
        test.pipeline().stopSink();
        test.pipeline().stopCapture();
        String topic = test.pipeline().settings().prefix() + ".public.mutes";
        try (Admin admin = KafkaAdmin.open(test.pipeline().settings().kafka().client())) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        assertThatThrownBy(() -> rebuild(PATIENCE).run())
                .isInstanceOf(TidemarkException.class)
                .hasMessageContaining("topic " + topic + " is missing")
                .hasMessageContaining("nothing was cleared");
        assertThat(test.count("MATCH (n:User) RETURN count(n)")).isEqualTo(10);
    }

    private Rebuild rebuild(Duration patience) {
        Stop stop = new Stop();
        return new Rebuild(test.sides(), test.clear(Observer.NONE, stop), test.wait(patience, stop), Observer.NONE);
    }

    private ReplicationSlot slot() throws SQLException {
        try (Connection connection = test.sides().connect()) {
            return ReplicationSlot.find(connection, test.pipeline().settings().prefix())
                    .orElseThrow();
        }
    }
}
