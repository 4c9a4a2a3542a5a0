package io.tidemark.e2e.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.FreePort;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.graphstore.Holds;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.reconciler.check.Check;
import io.tidemark.reconciler.check.Finding;
import io.tidemark.reconciler.check.Finding.Status;
import io.tidemark.reconciler.check.Stats;
import io.tidemark.reconciler.check.Stats.TableCount;
import io.tidemark.settings.Settings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Check and stats on a pipeline that runs: each thing that is broken is the one that is named; all is mended after. */
@Timeout(120)
final class CheckIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ROLE = "tidemark_check";
    private static final String CONSTRAINT = "tidemark_UserRef_id";

    private static TestPipeline pipeline;

    @BeforeAll
    static void open() throws SQLException {
        pipeline = TestPipeline.sample("check").started();
        await().atMost(SOON)
                .until(() -> pipeline.graph("MATCH (t:Tidemark) RETURN count(t)"), count -> count.equals(1L));
    }

    @AfterAll
    static void close() throws SQLException {
        pipeline.close();
    }

    private static List<Finding> check(Settings settings) {
        return new Check(settings.reconciler(Path.of("unused"))).run();
    }

    private static List<Finding> check() {
        return check(pipeline.settings());
    }

    private static Settings with(String... namesAndValues) {
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.of(environment);
    }

    /** What is not OK, and nothing else. */
    private static List<Finding> wrong(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.status() != Status.OK)
                .toList();
    }

    private static void assertOnly(List<Finding> findings, String what, Status status, String detail, String fix) {
        assertThat(wrong(findings)).singleElement().satisfies(finding -> {
            assertThat(finding.what()).isEqualTo(what);
            assertThat(finding.status()).isEqualTo(status);
            assertThat(finding.detail()).contains(detail);
            assertThat(finding.fix()).contains(fix);
        });
    }

    @Test
    void a_pipeline_that_runs_is_ok_in_every_line() {
        List<Finding> findings = check();
        findings.forEach(finding -> System.err.println("CheckIT: " + finding));
        assertThat(wrong(findings)).isEmpty();
        assertThat(findings)
                .extracting(Finding::what)
                .containsExactly(
                        "postgres",
                        "wal_level",
                        "postgres messages",
                        "postgres read",
                        "mapping",
                        "publication",
                        "slot",
                        "kafka",
                        "topics",
                        "progress topic",
                        "schema topic",
                        "dead-letter topic",
                        "dead letters",
                        "registry",
                        "neo4j",
                        "neo4j read",
                        "other pipelines",
                        "neo4j write",
                        "constraints",
                        "hold",
                        "tidemark",
                        "rows",
                        "estimate disk",
                        "estimate memory",
                        "estimate time");
        assertThat(findings)
                .allSatisfy(finding -> assertThat(finding.detail())
                        .isNotBlank()
                        .doesNotContain("\n")
                        .doesNotContain(pipeline.settings().graph().password()));
    }

    @Test
    void a_check_leaves_nothing_in_the_graph() {
        String everything = "MATCH (n) WHERE NOT n:Tidemark AND NOT n:TidemarkWatermark AND NOT n:TidemarkMapping"
                + " RETURN count(n)";
        Object before = pipeline.graph(everything);
        check();
        assertThat(pipeline.graph(everything)).isEqualTo(before).isEqualTo(10L);
    }

    @Test
    void a_constraint_that_was_dropped_is_named() {
        pipeline.driver()
                .executableQuery("DROP CONSTRAINT `" + CONSTRAINT + "`")
                .execute();
        try {
            assertOnly(check(), "constraints", Status.FAIL, "missing: " + CONSTRAINT, "./tidemark setup");
        } finally {
            pipeline.graph().constraints(pipeline.settings().mapping()).create();
        }
    }

    @Test
    void a_hold_is_named_with_its_reason() {
        Holds holds = pipeline.graph().holds(pipeline.settings().prefix());
        holds.set("because of this test");
        try {
            assertThat(wrong(check()))
                    .anySatisfy(finding -> assertThat(finding)
                            .isEqualTo(new Finding(
                                    "hold",
                                    Status.WARN,
                                    "a hold lies on the graph (because of this test): the sink waits",
                                    "let whoever set it end it, or run ./tidemark reconcile clear --resume")));
            assertThat(new Stats(pipeline.settings().reconciler(Path.of("unused")))
                            .run()
                            .hold())
                    .isEqualTo("because of this test");
        } finally {
            holds.lift();
        }
    }

    @Test
    void another_pipeline_in_the_same_graph_is_named() {
        pipeline.driver()
                .executableQuery("CREATE (:TidemarkWatermark {topic: 'stranger.public.users', partition: 0})")
                .execute();
        try {
            assertOnly(check(), "other pipelines", Status.WARN, "positions of stranger", "map other labels");
        } finally {
            pipeline.driver()
                    .executableQuery("MATCH (w:TidemarkWatermark {topic: 'stranger.public.users'}) DELETE w")
                    .execute();
        }
    }

    @Test
    void a_topic_that_forgets_deletes_too_soon_is_named() throws Exception {
        String topic = pipeline.settings().prefix() + ".public.follows";
        configure(topic, "delete.retention.ms", "1000");
        try {
            assertOnly(check(), "topics", Status.WARN, topic + " has delete.retention.ms 1000", "604800000");
            configure(topic, "cleanup.policy", "delete");
            assertThat(wrong(check()))
                    .extracting(Finding::status, Finding::detail)
                    .anySatisfy(line -> assertThat(line.toString()).contains("FAIL", "cleanup.policy delete"));
        } finally {
            configure(topic, "cleanup.policy", "compact");
            configure(topic, "delete.retention.ms", "604800000");
        }
    }

    private static void configure(String topic, String name, String value) throws Exception {
        try (Admin admin = KafkaAdmin.open(pipeline.settings().kafka().client())) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        await().atMost(SOON).until(() -> {
            try (Admin admin = KafkaAdmin.open(pipeline.settings().kafka().client())) {
                ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
                Config configuration = Objects.requireNonNull(
                        admin.describeConfigs(List.of(resource)).all().get().get(resource));
                return configuration.get(name).value().equals(value);
            }
        });
    }

    @Test
    void a_role_that_may_not_read_a_table_is_told_the_grant() throws SQLException {
        DatabaseUrl url = pipeline.settings().database();
        pipeline.sql(
                "create role " + ROLE + " login password 'secret-of-the-role'",
                "grant select on users, follows, mutes to " + ROLE,
                "alter table users enable row level security",
                "revoke execute on function pg_logical_emit_message(boolean, text, text, boolean) from public");
        try {
            List<Finding> findings = check(with(
                    "DATABASE_URL",
                    "postgres://" + ROLE + ":secret-of-the-role@" + url.host() + ":" + url.port() + "/"
                            + url.database()));
            assertThat(wrong(findings))
                    .extracting(Finding::what, Finding::status, finding -> String.valueOf(finding.fix()))
                    .anySatisfy(line -> assertThat(line.toString())
                            .contains("postgres messages", "WARN", "GRANT EXECUTE ON FUNCTION pg_logical_emit"))
                    .anySatisfy(line -> assertThat(line.toString())
                            .contains("postgres read", "FAIL", "GRANT SELECT ON \"public\".\"blocks\""))
                    .anySatisfy(line -> assertThat(line.toString()).contains("postgres read", "FAIL", "BYPASSRLS"))
                    .anySatisfy(line -> assertThat(line.toString()).contains("rows", "WARN"));
            assertThat(findings)
                    .allSatisfy(finding -> assertThat(finding.toString()).doesNotContain("secret-of"));
        } finally {
            pipeline.sql(
                    "grant execute on function pg_logical_emit_message(boolean, text, text, boolean) to public",
                    "alter table users disable row level security",
                    "drop owned by " + ROLE,
                    "drop role " + ROLE);
        }
    }

    @Test
    void one_server_that_is_away_hides_nothing_of_the_others() {
        DatabaseUrl url = pipeline.settings().database();
        List<Finding> withoutPostgres = check(
                with("DATABASE_URL", "postgres://someone:secret@localhost:" + FreePort.find() + "/" + url.database()));
        assertThat(wrong(withoutPostgres)).extracting(Finding::what).containsExactly("postgres", "tidemark");
        assertThat(withoutPostgres).extracting(Finding::what).contains("topics", "registry", "constraints");

        List<Finding> withoutKafka = check(with(
                "KAFKA_BOOTSTRAP_SERVERS",
                "localhost:" + FreePort.find(),
                "KAFKA_DEFAULT_API_TIMEOUT_MS",
                "1000",
                "KAFKA_REQUEST_TIMEOUT_MS",
                "1000"));
        assertOnly(withoutKafka, "kafka", Status.FAIL, "Kafka cannot be reached", "KAFKA_BOOTSTRAP_SERVERS");

        List<Finding> withoutRegistry = check(with("SCHEMA_REGISTRY_URL", "http://localhost:" + FreePort.find()));
        assertOnly(withoutRegistry, "registry", Status.FAIL, "cannot be reached", "SCHEMA_REGISTRY_URL");

        Settings graphAway = with("NEO4J_URI", "bolt://localhost:" + FreePort.find());
        assertOnly(check(graphAway), "neo4j", Status.FAIL, "Neo4j cannot be reached", "see that it runs");

        Stats.Result stats = new Stats(graphAway.reconciler(Path.of("unused"))).run();
        assertThat(stats.tables()).extracting(TableCount::rows).containsExactly(10L, 17L, 2L, 1L);
        assertThat(stats.tables()).extracting(TableCount::elements).containsOnlyNulls();
        assertThat(stats.deadLetters()).isEqualTo(0L);
        assertThat(stats.unknown()).singleElement().satisfies(unknown -> {
            assertThat(unknown.figure()).isEqualTo("Neo4j");
            assertThat(unknown.reason()).contains("cannot be reached");
        });
    }

    @Test
    void stats_count_the_sample_data_on_both_sides() {
        await().atMost(SOON).untilAsserted(() -> {
            Stats.Result stats = new Stats(pipeline.settings().reconciler(Path.of("unused"))).run();
            assertThat(stats.tables())
                    .containsExactly(
                            new TableCount("public.users", "User", 10L, 10L),
                            new TableCount("public.follows", "FOLLOWS", 17L, 17L),
                            new TableCount("public.mutes", "MUTES", 2L, 2L),
                            new TableCount("public.blocks", "BLOCKS", 1L, 1L));
            assertThat(stats.namedReferences()).isEqualTo(0L);
            assertThat(stats.abandonedReferences()).isEqualTo(0L);
            assertThat(stats.deadLetters()).isEqualTo(0L);
            assertThat(stats.hold()).isNull();
            assertThat(stats.tidemark()).isNotNull();
            assertThat(stats.lagSeconds()).isBetween(0.0, 5.0);
            assertThat(stats.lagBytes()).isBetween(0L, 1_000_000L);
            assertThat(stats.slot()).satisfies(slot -> assertThat(slot.active()).isTrue());
            assertThat(stats.unknown()).isEmpty();
            System.err.println("CheckIT: " + stats);
        });
    }
}
