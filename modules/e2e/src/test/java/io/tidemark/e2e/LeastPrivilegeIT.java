package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.capture.CaptureApp;
import io.tidemark.cli.run.Apps;
import io.tidemark.cli.settings.Settings;
import io.tidemark.cli.social.SocialDatabase;
import io.tidemark.console.status.StatusReader;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.sink.SinkApp;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rights in {@code ops} are enough for everything the pipeline does, over TLS, and not for what it must not do. */
@Timeout(240)
final class LeastPrivilegeIT {

    @TempDir
    private Path folder;

    @Test
    void each_part_can_do_its_work_and_no_other() throws Exception {
        try (SecurePipeline secure = SecurePipeline.open("least")) {
            TestPipeline pipeline = secure.pipeline();
            SocialDatabase database = new SocialDatabase(pipeline.settings().database());
            database.create();
            database.loadSample();
            pipeline.setup();
            Settings capture = Settings.of(secure.asWithRole("capture"));
            Settings sink = Settings.of(secure.as("sink"));
            try (CaptureApp captureApp = new CaptureApp(Apps.capture(capture), false);
                    SinkApp sinkApp = new SinkApp(Apps.sink(sink))) {
                captureApp.start();
                sinkApp.start();
                pipeline.awaitTidemark();
                pipeline.sql("update users set username = 'robert' where username = 'bob'", "delete from mutes");
                pipeline.awaitTidemark();
                assertThat(pipeline.differences()).isEmpty();
                assertEncrypted(pipeline, secure.role("capture"));
                reconciles(secure);
                // a sweep reads the topics
                pipeline.sql("truncate blocks");
                pipeline.awaitTidemark();
                assertThat(pipeline.differences()).isEmpty();
                looksOn(secure);
                putsAside(secure, sinkApp);
            }
            mayNotWriteTables(capture);
            mayNotWriteTopic(sink, pipeline.settings().prefix() + ".public.users");
            mayNotWriteTopic(sink, pipeline.settings().prefix() + ".progress");
            mayNotWriteTopic(capture, pipeline.settings().prefix() + ".dead-letters");
        }
    }

    private void reconciles(SecurePipeline secure) throws Exception {
        Reconciler reconciler = new Reconciler(secure.asWithRole("reconciler"), folder.resolve("state"));
        secure.pipeline().graph("MATCH (n:User {username: 'robert'}) SET n.username = 'drifted' RETURN 1");
        assertThat(reconciler.run("verify").exitCode()).isEqualTo(3);
        Reconciler.Run repaired = reconciler.run("repair", "--execute");
        assertThat(repaired.exitCode()).as(repaired.out() + repaired.err()).isZero();
        Reconciler.Run check = reconciler.run("check");
        assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
    }

    private static void looksOn(SecurePipeline secure) throws Exception {
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
        try (Connection connection = Connections.open(console.database())) {
            assertThat(ReplicationSlot.find(connection, Apps.capture(console).slotName()))
                    .isPresent();
            try (Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("select * from users"))
                        .hasMessageContaining("permission denied");
            }
        }
        counts(secure.pipeline(), console);
        TableTopics topics = new TableTopics(console);
        assertThat(topics.progress()).isPresent();
        assertThat(topics.endOffsets("users")).hasSize(console.partitions());
        assertThatThrownBy(() -> topics.records("users")).isInstanceOf(TopicAuthorizationException.class);
    }

    /** Who may not read the tables' topics takes offsets for records, and is told so once, not with every look. */
    private static void counts(TestPipeline pipeline, Settings console) throws Exception {
        String users = pipeline.settings().prefix() + ".public.users";
        try (LogLines log = LogLines.record();
                StatusReader reader = new StatusReader(Apps.console(console, null))) {
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

    /** The sink may write what it cannot apply, reconciler and console may read it. */
    private static void putsAside(SecurePipeline secure, SinkApp sink) throws Exception {
        TableTopics topics = new TableTopics(Settings.of(secure.as("capture")));
        topics.write("users", 0, new byte[] {1}, new byte[] {1});
        await().atMost(Duration.ofSeconds(20)).until(() -> sink.deadLetters() == 1);
        Launcher.Ended letters = new Launcher(secure.asWithRole("reconciler")).run("dead-letters", "--json");
        assertThat(letters.code()).as("%s", letters.err()).isZero();
        assertThat(new ObjectMapper().readTree(String.join("\n", letters.out())))
                .hasSize(1);
        try (StatusReader reader = new StatusReader(Apps.console(Settings.of(secure.asWithRole("console")), null))) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(reader.read().status().deadLetters()).isEqualTo(1L));
        }
    }

    private static void assertEncrypted(TestPipeline pipeline, String role) throws SQLException {
        try (Connection connection = Connections.open(pipeline.settings().database());
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
        try (Connection connection = Connections.open(settings.database());
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
}
