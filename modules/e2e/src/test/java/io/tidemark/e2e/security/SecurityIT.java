package io.tidemark.e2e.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.capture.CaptureApp;
import io.tidemark.console.status.StatusReader;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Launcher.Ended;
import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import io.tidemark.sink.SinkApp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over TLS, each part with a user of its own: the rights in {@code ops} are enough for everything the pipeline does and not
 * for what it must not do, and what goes wrong is one line that names the thing, at once.
 */
@Tag("slow")
@Timeout(240)
final class SecurityIT {

    private static final int USAGE = 2;
    private static final Duration SOON = Duration.ofSeconds(20);

    private static SecurePipeline secure;
    private static TestPipeline pipeline;
    private static Launcher launcher;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() throws Exception {
        secure = SecurePipeline.open("secure");
        pipeline = secure.pipeline();
        SocialDatabase database = new SocialDatabase(pipeline.settings().database());
        database.create();
        database.loadSample();
        launcher = new Launcher(pipeline.environment());
        assertThat(launcher.run("setup").err()).isEmpty();
    }

    @AfterAll
    static void close() throws Exception {
        secure.close();
    }

    @Test
    void each_part_can_do_its_work_and_no_other() throws Exception {
        Settings capture = Settings.of(secure.asWithRole("capture"));
        Settings sink = Settings.of(secure.as("sink"));
        try (CaptureApp captureApp = new CaptureApp(capture.capture(), false);
                SinkApp sinkApp = new SinkApp(sink.sink())) {
            captureApp.start();
            sinkApp.start();
            pipeline.awaitTidemark();
            pipeline.sql("update users set username = 'robert' where username = 'bob'", "delete from mutes");
            pipeline.awaitTidemark();
            assertThat(pipeline.differences()).isEmpty();
            assertEncrypted(secure.role("capture"));
            reconciles();
            // a sweep reads the topics
            pipeline.sql("truncate blocks");
            pipeline.awaitTidemark();
            assertThat(pipeline.differences()).isEmpty();
            looksOn();
            putsAside(capture, sinkApp);
        }
        mayNotWriteTables(capture);
        mayNotWriteTopic(sink, pipeline.settings().prefix() + ".public.users");
        mayNotWriteTopic(sink, pipeline.settings().prefix() + ".progress");
        mayNotWriteTopic(capture, pipeline.settings().prefix() + ".dead-letters");
    }

    private void reconciles() throws Exception {
        Reconciler reconciler = new Reconciler(secure.asWithRole("reconciler"), folder.resolve("state"));
        pipeline.graph("MATCH (n:User {username: 'robert'}) SET n.username = 'drifted' RETURN 1");
        assertThat(reconciler.run("verify").exitCode()).isEqualTo(3);
        Reconciler.Run repaired = reconciler.run("repair", "--execute");
        assertThat(repaired.exitCode()).as(repaired.out() + repaired.err()).isZero();
        for (String command : List.of("backfill", "check", "stats")) {
            Reconciler.Run run = reconciler.run(command);
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        }
    }

    private static void looksOn() throws Exception {
        Map<String, String> environment = secure.asWithRole("console");
        String status = String.join(
                "\n",
                new Launcher(environment).run("status", "--output", "json").out());
        assertThat(new ObjectMapper().readTree(status).path("unknown"))
                .as(status)
                .isEmpty();
        assertThat(new ObjectMapper().readTree(status).path("topics"))
                .as(status)
                .hasSize(4);
        Settings console = Settings.of(environment);
        try (Connection connection = Connections.openAsApplication(console.database())) {
            assertThat(ReplicationSlot.find(connection, console.capture().slotName()))
                    .isPresent();
            try (Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("select * from users"))
                        .hasMessageContaining("permission denied");
            }
        }
        counts(console);
        TableTopics topics = new TableTopics(console);
        assertThat(topics.progress()).isPresent();
        assertThat(topics.endOffsets("users")).hasSize(console.partitions());
        assertThatThrownBy(() -> topics.records("users")).isInstanceOf(TopicAuthorizationException.class);
    }

    /** Who may not read the tables' topics takes offsets for records, and is told so once, not with every look. */
    private static void counts(Settings console) throws Exception {
        String users = pipeline.settings().prefix() + ".public.users";
        try (LogLines log = LogLines.record();
                StatusReader reader = new StatusReader(console.console(null))) {
            reader.read();
            pipeline.sql("update users set username = 'bobby' where username = 'robert'");
            pipeline.awaitTidemark();
            reader.read();
            assertThat(reader.read().captured().getOrDefault(users, 0L)).isPositive();
            assertThat(log.messages())
                    .filteredOn(line -> line.contains("opic authorization failed") || line.contains("may not read"))
                    .hasSizeBetween(1, 2);
        }
    }

    /** The sink may write what it cannot apply; reconciler and console may read it, and the reconciler settle it. */
    private static void putsAside(Settings capture, SinkApp sink) throws Exception {
        TableTopics topics = new TableTopics(capture);
        var known = topics.records("users").get(0);
        topics.write("users", known.partition(), known.key(), "not ours".getBytes(StandardCharsets.UTF_8));
        await().atMost(Duration.ofSeconds(20)).until(() -> sink.deadLetters() == 1);
        for (String who : List.of("console", "reconciler")) {
            Ended shown = new Launcher(secure.as(who)).run("dead-letters", "--json");
            assertThat(shown.err()).as(who).isEmpty();
            assertThat(new ObjectMapper().readTree(String.join("\n", shown.out())))
                    .as(who)
                    .hasSize(1);
        }
        Ended refused = new Launcher(secure.as("console")).run("dead-letters acknowledge", "--all");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).singleElement().asString().contains("Kafka refuses to write to topic");
        Ended acknowledged = new Launcher(secure.as("reconciler")).run("dead-letters acknowledge", "--all");
        assertThat(acknowledged.out()).containsExactly("1 dead letter acknowledged");
    }

    private static void assertEncrypted(String role) throws SQLException {
        try (Connection connection =
                        Connections.openAsApplication(pipeline.settings().database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*), bool_and(ssl) from pg_stat_ssl join pg_stat_activity using (pid)"
                                + " where usename = '" + role + "'")) {
            row.next();
            assertThat(row.getInt(1)).as("connections of the capture").isPositive();
            assertThat(row.getBoolean(2)).as("all of them encrypted").isTrue();
        }
    }

    private static void mayNotWriteTables(Settings settings) throws SQLException {
        try (Connection connection = Connections.openAsApplication(settings.database());
                Statement statement = connection.createStatement()) {
            for (String sql : new String[] {
                "insert into users (id, username) values (gen_random_uuid(), 'x')",
                "update users set username = 'x' where username = 'alice'",
                "delete from follows",
                "truncate mutes",
                "create table mine (id int)"
            }) {
                assertThatThrownBy(() -> statement.execute(sql)).as(sql).hasMessageContaining("permission denied");
            }
        }
    }

    private static void mayNotWriteTopic(Settings settings, String topic) {
        Map<String, Object> client = settings.kafka().client();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1}))
                            .get())
                    .as(topic)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    /** For another prefix, so that the other tests keep their rights. */
    @Test
    void what_the_acl_file_added_it_removes_and_nothing_else() throws Exception {
        String prefix = pipeline.settings().prefix() + "_other";
        Launcher administrator = new Launcher(secure.asAdministrator()).with(Setting.TIDEMARK_PREFIX, prefix);
        try (Admin admin =
                Admin.create(Settings.of(secure.asAdministrator()).kafka().client())) {
            Set<AclBinding> before = acls(admin);
            assertThat(before).isNotEmpty();
            assertThat(aclsInPlan(administrator)).startsWith("not there");
            secure.runAcls(admin, prefix);
            // each broker follows in its own time
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(aclsInPlan(administrator))
                            .startsWith("by hand")
                            .contains(
                                    before.size() + " of users " + prefix,
                                    "TIDEMARK_PREFIX=" + prefix + " sh ops/kafka/acls.sh remove"));
            secure.runAcls(admin, prefix, "remove");
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(acls(admin)).isEqualTo(before);
                assertThat(aclsInPlan(administrator)).startsWith("not there");
            });
        }
    }

    private static Set<AclBinding> acls(Admin admin) throws Exception {
        return Set.copyOf(admin.describeAcls(AclBindingFilter.ANY).values().get());
    }

    private static String aclsInPlan(Launcher launcher) {
        return launcher.run("teardown", "--dry-run").out().stream()
                .filter(line -> line.contains(" ACLs "))
                .findFirst()
                .orElse("");
    }

    private static void assertRefused(Launcher wrong, List<String> commands, String... words) {
        for (String command : commands) {
            Ended ended = wrong.run(command);
            assertThat(ended.err()).as(command).singleElement().asString().contains(words);
            assertThat(ended.code()).as(command).isEqualTo(USAGE);
        }
    }

    @Test
    void a_wrong_password_of_kafka() {
        String wrong = SecurePipeline.jaas(pipeline.settings().prefix(), "setup", "wrong-secret");
        assertRefused(
                launcher.with("KAFKA_SASL_JAAS_CONFIG", wrong),
                List.of("setup", "capture", "sink"),
                "Kafka refuses",
                "check the kafka.* security settings");
    }

    @Test
    void a_user_of_kafka_without_rights() {
        String onlooker =
                SecurePipeline.jaas(pipeline.settings().prefix(), "console", SecurePipeline.password("console"));
        Ended ended = launcher.with("KAFKA_SASL_JAAS_CONFIG", onlooker).run("capture");
        assertThat(ended.err())
                .singleElement()
                .asString()
                .contains("does not let the capture write", "rights on topics");
        // found only while it runs, so not wrong usage
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void a_certificate_of_kafka_that_nobody_vouches_for() {
        assertRefused(
                launcher.without("KAFKA_SSL_TRUSTSTORE_LOCATION").without("KAFKA_SSL_TRUSTSTORE_TYPE"),
                List.of("setup", "capture", "sink"),
                "Kafka refuses",
                "SSL handshake failed");
    }

    @Test
    void a_certificate_of_neo4j_that_nobody_vouches_for() {
        assertRefused(
                launcher.without("NEO4J_TRUSTED_CERTIFICATES"),
                List.of("setup", "sink"),
                "opening Neo4j at bolt+s://",
                "NEO4J_TRUSTED_CERTIFICATES");
    }

    @Test
    void a_user_that_neo4j_does_not_know() {
        assertRefused(
                launcher.with(Setting.NEO4J_USER, "stranger"),
                List.of("setup", "sink"),
                "opening Neo4j at bolt+s://",
                "refuses the user or the password");
    }

    @Test
    void a_certificate_of_postgres_that_nobody_vouches_for() {
        String address = Objects.requireNonNull(pipeline.environment().get("DATABASE_URL"));
        assertRefused(
                launcher.with(
                        "DATABASE_URL",
                        address.replaceFirst("sslrootcert=.*", "sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory")),
                List.of("setup", "capture"),
                "Postgres at localhost",
                "sslrootcert in DATABASE_URL");
        assertRefused(
                launcher.with("DATABASE_URL", address.replaceFirst("authority.pem", "missing.pem")),
                List.of("setup", "capture"),
                "Postgres at localhost",
                "sslrootcert in DATABASE_URL");
    }
}
