package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.tidemark.devstack.server.ConnectWorker;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.ReplicationSlot;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Record;

/** {@code connectors/kafka-connect/postgres-source.json}, as it is shipped, in a worker of Kafka Connect instead of the capture. */
@Tag("slow")
@Timeout(180)
final class KafkaConnectIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Path root = Path.of(System.getProperty("tidemark.root", "../.."));

    @TempDir
    private Path folder;

    private TestPipeline pipeline;
    private Path log;

    @BeforeEach
    void open() throws SQLException {
        log = Path.of("target", "kafka-connect.log").toAbsolutePath();
        pipeline = TestPipeline.sample("connect");
        pipeline.startSink();
    }

    @AfterEach
    void close() throws SQLException {
        pipeline.close();
    }

    @Test
    void the_sink_reads_what_kafka_connect_captures() throws Exception {
        Path plugins = plugins();
        try (ConnectWorker worker = start(plugins)) {
            pipeline.awaitEqual();
            assertThat(counts()).containsExactly(10L, 17L, 2L, 1L);
            assertContract();
            pipeline.sql("insert into users (id, username) values ('00000000-0000-0000-0000-0000000000aa', 'live')");
            pipeline.sql(
                    "update users set username = 'robert' where username = 'bob'",
                    "delete from users where username = 'evan'",
                    "update follows set following_id = '00000000-0000-0000-0000-0000000000aa'"
                            + " where follower_id = '00000000-0000-0000-0000-000000000003'"
                            + " and following_id = '00000000-0000-0000-0000-000000000001'");
            pipeline.awaitEqual();
            assertThat(counts().get(0)).isEqualTo(10);
            // killed before Connect has written its offsets it would take its snapshot again, and that tells no deletes
            awaitSlotMoves();
            worker.kill();
        }
        pipeline.sql("delete from follows", "insert into users (id, username) values (gen_random_uuid(), 'meanwhile')");
        try (ConnectWorker again = start(plugins)) {
            pipeline.awaitEqual();
            awaitSlotMoves();
            assertThat(again.isRunning()).isTrue();
            assertVerifyProvesEqualityButNoDrift();
        }
        pipeline.sql("delete from users where username = 'meanwhile'");
        pipeline.startCapture(true);
        pipeline.awaitTidemark();
        assertThat(pipeline.differences()).isEmpty();
        assertThat(new TableTopics(pipeline.settings()).liveKeys("users")).isEqualTo(10);
    }

    private ConnectWorker start(Path plugins) throws IOException {
        DatabaseUrl database = pipeline.settings().database();
        Map<String, String> environment = new HashMap<>();
        environment.put("TIDEMARK_PREFIX", pipeline.settings().prefix());
        environment.put("PGHOST", database.host());
        environment.put("PGPORT", Integer.toString(database.port()));
        environment.put("PGDATABASE", database.database());
        environment.put("PGUSER", database.user());
        environment.put("PGPASSWORD", database.password());
        environment.put("SCHEMA_REGISTRY_URL", pipeline.settings().registry().url());
        Path worker = Files.writeString(folder.resolve("worker.properties"), """
                bootstrap.servers=%s
                listeners=http://127.0.0.1:0
                plugin.path=%s
                plugin.discovery=service_load
                offset.storage.file.filename=%s
                offset.flush.interval.ms=500
                key.converter=org.apache.kafka.connect.json.JsonConverter
                value.converter=org.apache.kafka.connect.json.JsonConverter
                config.providers=env
                config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider
                """.formatted(
                        pipeline.settings().kafka().bootstrapServers(), plugins, folder.resolve("offsets")));
        Path connector = root.resolve("connectors").resolve("kafka-connect").resolve("postgres-source.json");
        return ConnectWorker.start(folder.resolve("connect"), worker, connector.toAbsolutePath(), environment, log);
    }

    /** One plugin: Tidemark's jars with all they need, as the archive's {@code lib} holds them. */
    private Path plugins() throws IOException {
        Path plugins = Path.of("target", "kafka-connect").toAbsolutePath();
        Path plugin = Files.createDirectories(plugins.resolve("tidemark"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            if (entry.endsWith(".jar")) {
                Path link = plugin.resolve(jar.getFileName());
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, jar.toAbsolutePath());
            }
        }
        return plugins;
    }

    private List<Long> counts() {
        Record row = pipeline.driver()
                .executableQuery("RETURN COUNT {(:User)} AS users, COUNT {()-[:FOLLOWS]->()} AS follows,"
                        + " COUNT {()-[:MUTES]->()} AS mutes, COUNT {()-[:BLOCKS]->()} AS blocks")
                .execute()
                .records()
                .get(0);
        return Stream.of("users", "follows", "mutes", "blocks")
                .map(name -> row.get(name).asLong())
                .toList();
    }

    /** The same schemas as the capture's, under the same subjects: who reads the topics, and who writes them later, notices nothing. */
    private void assertContract() throws Exception {
        String prefix = pipeline.settings().prefix();
        try (SchemaRegistryClient registry = pipeline.settings().registry().connect()) {
            for (String name : List.of("public.users-key", "public.users-value", "public.follows-value")) {
                String registered =
                        registry.getLatestSchemaMetadata(prefix + "." + name).getSchema();
                String promised = Files.readString(root.resolve("schemas/avro").resolve(name + ".avsc"));
                assertThat(new Schema.Parser().parse(registered.replace(prefix + ".public", "tidemark.public")))
                        .isEqualTo(new Schema.Parser().parse(promised));
            }
        }
    }

    /** While no row changes, the heartbeat keeps the slot from holding the log back. */
    private void awaitSlotMoves() throws SQLException {
        try (Connection connection =
                Connections.openAsApplication(pipeline.settings().database())) {
            pipeline.sql("drop table if exists elsewhere", "create table elsewhere as select generate_series(1, 1000)");
            Lsn written = Cluster.of(connection).written();
            String slot = pipeline.settings().capture().slotName();
            await("the slot passes " + written)
                    .atMost(DEADLINE)
                    .until(() -> ReplicationSlot.find(connection, slot)
                            .filter(found -> found.confirmed() != null
                                    && found.confirmed().compareTo(written) >= 0)
                            .isPresent());
        }
    }

    /** No progress is stated, so no tidemark: what is equal is seen to be equal, what differs cannot be told from lag. */
    private void assertVerifyProvesEqualityButNoDrift() {
        assertThat(pipeline.tidemark()).isEmpty();
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run run = reconciler.run("verify");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        pipeline.graph("MATCH (n:User {username: 'robert'}) SET n.username = 'drifted' RETURN 1");
        Reconciler.Run drifted = reconciler.run("verify", "--patience=2");
        assertThat(drifted.exitCode()).as(drifted.out()).isEqualTo(5);
    }
}
