package io.tidemark.e2e.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.devstack.Server;
import io.tidemark.devstack.stack.ProcessStack;
import io.tidemark.e2e.fixture.Servers;
import io.tidemark.e2e.fixture.SinkGroup;
import io.tidemark.e2e.fixture.TrialFixture;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.TopicState;
import io.tidemark.graphstore.Graph;
import io.tidemark.lab.chaos.Trial;
import io.tidemark.lab.pipeline.Brokers;
import io.tidemark.lab.pipeline.TidemarkAge;
import io.tidemark.lab.social.SteadyTraffic;
import io.tidemark.reconciler.check.Check;
import io.tidemark.reconciler.check.Finding;
import io.tidemark.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a single broker hides: leaders that change, in mid-transaction too, partitions without one, brokers restarted in turn. */
@Tag("slow")
@Timeout(600)
final class ThreeBrokersIT {

    private static final int TRANSACTIONS_PER_SECOND = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NAME = "sink-0";

    private static ProcessStack stack;
    private static TrialFixture fixture;
    private static Trial trial;
    private static Brokers brokers;

    @BeforeAll
    static void open() throws Exception {
        Path home = Path.of("target", "stack-three-brokers").toAbsolutePath();
        Utils.delete(home.toFile());
        stack = ProcessStack.in(home)
                .settings(Servers.settings().withBrokers(3))
                .build();
        stack.up();
        fixture = TrialFixture.open(stack, "brokers", 20_261_126, Map.of("TIDEMARK_SINK_INSTANCE", NAME));
        trial = fixture.trial();
        brokers = new Brokers(stack, trial.settings());
        trial.startFromEmptyTables();
        fixture.sql("insert into users (id, username)"
                + " select gen_random_uuid(), 'user' || n from generate_series(1, 2000) n");
    }

    @AfterAll
    static void close() {
        trial.close(); // the servers are this test's own: nothing is to be cleared
        stack.close();
    }

    @Test
    void every_topic_is_kept_three_times_and_check_warns_of_one_that_is_not_safe() throws Exception {
        Settings settings = trial.settings();
        Map<String, TopicState> topics;
        try (Admin admin = KafkaAdmin.open(settings.kafka().client())) {
            Set<String> names = admin.listTopics().names().get();
            topics = TopicState.of(settings.kafka(), names);
            assertThat(topics).isNotEmpty().allSatisfy((name, topic) -> {
                assertThat(topic.replicas()).as(name).isEqualTo(3);
                assertThat(topic.minInsyncReplicas()).as(name).isEqualTo(2);
            });
            assertThat(replication(settings)).extracting(Finding::status).containsExactly(Finding.Status.OK);
            ConfigResource progress = new ConfigResource(ConfigResource.Type.TOPIC, settings.prefix() + ".progress");
            alter(admin, progress, new ConfigEntry("min.insync.replicas", "1"), AlterConfigOp.OpType.SET);
            try {
                assertThat(replication(settings))
                        .singleElement()
                        .satisfies(finding ->
                                assertThat(finding.detail()).contains(".progress: min.insync.replicas is 1"));
            } finally {
                alter(admin, progress, new ConfigEntry("min.insync.replicas", ""), AlterConfigOp.OpType.DELETE);
            }
        }
    }

    private static List<Finding> replication(Settings settings) {
        return new Check(settings.reconciler(Path.of("unused")))
                .run().stream()
                        .filter(finding -> finding.what().equals("replication"))
                        .toList();
    }

    private static void alter(Admin admin, ConfigResource topic, ConfigEntry entry, AlterConfigOp.OpType how)
            throws Exception {
        admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(entry, how))))
                .all()
                .get();
    }

    @Test
    void brokers_restarted_in_turn_under_load() throws Exception {
        Map<String, Set<TopicPartition>> before = SinkGroup.members(trial.settings());
        assertThat(before).containsOnlyKeys(NAME + "-1");
        Duration stall;
        try (Graph graph = trial.settings().graph().connect();
                TidemarkAge age = new TidemarkAge(graph, trial.settings().prefix());
                SteadyTraffic traffic =
                        new SteadyTraffic(trial.settings().database(), TRANSACTIONS_PER_SECOND, 20_261_126)) {
            long begun = System.nanoTime();
            TrialFixture.during(5_000);
            for (Server broker : brokers.all()) {
                stack.stop(broker);
                stack.start(broker);
                brokers.awaitInSync(PATIENCE);
            }
            await("the tidemark is current again")
                    .atMost(PATIENCE)
                    .until(() -> age.currentAfter(begun).isPresent());
            stall = age.greatestSince(begun);
            System.err.println(String.format(
                    Locale.ROOT,
                    "ThreeBrokersIT: restarted in turn, %.0f transactions/s (%,d in all), oldest tidemark %.1f s",
                    traffic.rate(),
                    traffic.committed(),
                    stall.toMillis() / 1e3));
        }
        assertThat(SinkGroup.members(trial.settings())).isEqualTo(before);
        fixture.assertClean();
        assertThat(stall).isLessThan(PATIENCE);
    }

    @Test
    void a_leader_killed_in_mid_transaction() throws Exception {
        killInMidTransaction(brokers::leaderOfProgress);
        killInMidTransaction(brokers::coordinator);
        fixture.assertClean();
    }

    @Test
    void two_brokers_killed_in_mid_transaction_stop_it_until_they_are_back() throws Exception {
        awaitMidTransaction();
        List<Server> killed = List.of(Server.KAFKA, Server.KAFKA_3);
        killed.forEach(stack::kill);
        TrialFixture.during(10_000);
        killed.forEach(stack::start);
        brokers.awaitInSync(PATIENCE);
        fixture.assertClean();
    }

    private static void killInMidTransaction(Supplier<Server> whom) throws Exception {
        Server victim = whom.get();
        awaitMidTransaction();
        stack.kill(victim);
        TrialFixture.during(6_000); // without it: the others lead meanwhile
        stack.start(victim);
        brokers.awaitInSync(PATIENCE);
    }

    /** Returns when the capture has a transaction open in Kafka, with rows of a large one in Postgres. */
    private static void awaitMidTransaction() throws Exception {
        fixture.sql("insert into users (id, username) select gen_random_uuid(), 'large-' || gen_random_uuid()"
                + " from generate_series(1, 40000)");
        String id = trial.settings().capture().transactionalId();
        try (Admin admin = KafkaAdmin.open(trial.settings().kafka().client())) {
            await("a transaction is open")
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(PATIENCE)
                    .until(() -> admin.describeTransactions(List.of(id))
                                    .description(id)
                                    .get()
                                    .state()
                            == TransactionState.ONGOING);
        }
    }
}
