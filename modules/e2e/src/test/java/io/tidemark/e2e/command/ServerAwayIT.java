package io.tidemark.e2e.command;

import static io.tidemark.e2e.fixture.Complaints.FAILED;
import static io.tidemark.e2e.fixture.Complaints.USAGE;
import static io.tidemark.e2e.fixture.Complaints.assertFailed;
import static io.tidemark.e2e.fixture.Complaints.assertSays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.capture.CaptureApp;
import io.tidemark.e2e.fixture.FreePort;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Launcher.Ended;
import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.Servers;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import io.tidemark.sink.SinkApp;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is away is named at once, with its address and the setting that has it; the apps wait for it. */
final class ServerAwayIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static TestPipeline pipeline;
    private static Launcher launcher;

    private LogLines log;

    @BeforeAll
    static void open() throws SQLException {
        pipeline = TestPipeline.open("server_away");
        new SocialDatabase(pipeline.settings().database()).create();
        launcher = new Launcher(pipeline.environment());
    }

    @AfterAll
    static void close() throws SQLException {
        pipeline.close();
    }

    @BeforeEach
    void record() {
        log = LogLines.record();
    }

    @AfterEach
    void no_stack_trace_was_logged() {
        log.close();
        assertThat(log.withStackTrace()).isEmpty();
    }

    private static String databaseUrl(String user, String password, String database, int port) {
        DatabaseUrl url = pipeline.settings().database();
        return "postgres://" + user + ":" + password + "@" + url.host() + ":" + port + "/" + database;
    }

    private static Settings settingsWith(Setting setting, String value) {
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.put(setting.name(), value);
        environment.put("KAFKA_DEFAULT_API_TIMEOUT_MS", "1000");
        environment.put("KAFKA_REQUEST_TIMEOUT_MS", "1000");
        return Settings.of(environment);
    }

    @Test
    void setup_says_soon_that_postgres_is_unreachable() {
        int port = FreePort.find();
        Launcher away = launcher.with(Setting.DATABASE_URL, databaseUrl("postgres", "secret", "social", port));
        assertFailed(
                soon(() -> away.run("setup")),
                FAILED,
                "Postgres at … :" + port + " cannot be reached … is it running … DATABASE_URL");
    }

    @Test
    void setup_says_soon_that_kafka_is_unreachable() {
        Launcher away = launcher.with(Setting.KAFKA_BOOTSTRAP_SERVERS, "localhost:" + FreePort.find());
        assertFailed(
                soon(() -> away.run("setup")),
                FAILED,
                "Kafka cannot be reached … is it running … KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void setup_says_soon_that_kafka_has_no_address() {
        Launcher away = launcher.with(Setting.KAFKA_BOOTSTRAP_SERVERS, "nowhere.invalid:9092");
        assertFailed(soon(() -> away.run("setup")), FAILED, "Kafka … nowhere.invalid:9092 … KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void setup_says_soon_that_the_registry_is_unreachable() {
        String url = "http://localhost:" + FreePort.find();
        Launcher away = launcher.with(Setting.SCHEMA_REGISTRY_URL, url);
        assertFailed(
                soon(() -> away.run("setup")),
                FAILED,
                "the schema registry at " + url + " … cannot be reached … SCHEMA_REGISTRY_URL");
    }

    @Test
    void setup_says_that_an_address_is_no_registry() {
        String url = Servers.stack().endpoints().schemaRegistryUrl() + "/nothing/here";
        assertFailed(
                launcher.with(Setting.SCHEMA_REGISTRY_URL, url).run("setup"),
                USAGE,
                url + " is no schema registry … SCHEMA_REGISTRY_URL");
    }

    @Test
    void setup_says_soon_that_neo4j_is_unreachable() {
        String uri = "bolt://localhost:" + FreePort.find();
        assertFailed(
                soon(() -> launcher.with(Setting.NEO4J_URI, uri).run("setup")),
                FAILED,
                uri + " … Neo4j cannot be reached … the address is right");
        assertFailed(
                soon(() -> launcher.with(Setting.NEO4J_URI, "bolt://nowhere.invalid:7687")
                        .run("setup")),
                FAILED,
                "bolt://nowhere.invalid:7687 … Neo4j cannot be reached … the address is right");
    }

    private static Ended soon(Supplier<Ended> command) {
        long start = System.nanoTime();
        Ended ended = command.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        return ended;
    }

    @Test
    void capture_waits_for_postgres_and_says_so() {
        int port = FreePort.find();
        String url = databaseUrl("postgres", "secret", "social", port);
        try (CaptureApp app =
                new CaptureApp(settingsWith(Setting.DATABASE_URL, url).capture())) {
            app.start();
            awaitLine("Postgres at … :" + port + " … trying again");
        }
    }

    @Test
    void capture_waits_for_kafka_and_says_so() {
        String address = "localhost:" + FreePort.find();
        pipeline.setup();
        try (CaptureApp app = new CaptureApp(
                settingsWith(Setting.KAFKA_BOOTSTRAP_SERVERS, address).capture())) {
            app.start();
            awaitLine("Kafka at " + address + " … trying again");
        }
    }

    @Test
    void capture_waits_for_the_address_of_kafka_and_says_so() {
        pipeline.setup();
        String address = "nowhere.invalid:9092";
        try (CaptureApp app = new CaptureApp(
                settingsWith(Setting.KAFKA_BOOTSTRAP_SERVERS, address).capture())) {
            app.start();
            awaitLine(address + " … trying again");
        }
    }

    @Test
    void capture_waits_for_the_registry_and_says_so() throws SQLException {
        pipeline.setup();
        pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'waits')");
        String url = "http://localhost:" + FreePort.find();
        try (CaptureApp app =
                new CaptureApp(settingsWith(Setting.SCHEMA_REGISTRY_URL, url).capture())) {
            app.start();
            awaitLine("the schema registry cannot be reached … trying again");
            // no attempt begins a snapshot that the next one would have to break off
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> log.messages().stream()
                                    .filter(said -> said.contains("cannot be reached for the schemas"))
                                    .count()
                            > 1);
            assertThat(log.messages()).noneMatch(said -> said.contains("the snapshot was broken off"));
        }
    }

    @Test
    void sink_waits_for_neo4j_and_says_so() {
        String uri = "bolt://localhost:" + FreePort.find();
        awaitLineOfSink(settingsWith(Setting.NEO4J_URI, uri), uri + " … Neo4j cannot be reached … trying again");
    }

    @Test
    void sink_waits_for_kafka_and_says_so() {
        pipeline.setup();
        String address = "localhost:" + FreePort.find();
        awaitLineOfSink(
                settingsWith(Setting.KAFKA_BOOTSTRAP_SERVERS, address), "Kafka cannot be reached … trying again");
    }

    private void awaitLineOfSink(Settings settings, String line) {
        SinkApp app = new SinkApp(settings.sink());
        Thread starting = new Thread(() -> {
            try {
                app.start();
            } catch (RuntimeException closed) {
                // it is closed while it waits
            }
        });
        starting.start();
        try {
            awaitLine(line);
        } finally {
            app.close();
        }
    }

    private void awaitLine(String line) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(log.messages()).anySatisfy(said -> assertSays(said, line)));
    }
}
