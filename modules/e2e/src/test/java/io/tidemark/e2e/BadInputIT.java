package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.capture.CaptureApp;
import io.tidemark.cli.run.Apps;
import io.tidemark.cli.settings.Setting;
import io.tidemark.cli.settings.Settings;
import io.tidemark.cli.social.SocialDatabase;
import io.tidemark.e2e.Launcher.Ended;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.sink.SinkApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong is said in one line for each thing, with what to do about it, and without a stack trace. */
final class BadInputIT {

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ROLE = "tidemark_bad_input";
    private static final String PASSWORD = "secret-of-the-role";

    private static TestPipeline pipeline;
    private static Launcher launcher;

    private LogLines log;

    @BeforeAll
    static void open() throws SQLException {
        pipeline = TestPipeline.open("bad_input");
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

    /** One line for each of these, in this order, and nothing else. */
    private static void assertFailed(Ended ended, int code, String... things) {
        assertThat(ended.err()).hasSize(things.length).allMatch(line -> line.startsWith("tidemark: "));
        for (int i = 0; i < things.length; i++) {
            assertThat(ended.err().get(i)).contains(things[i].split(" … "));
        }
        assertThat(ended.code()).isEqualTo(code);
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    private static String databaseUrl(String user, String password, String database, int port) {
        DatabaseUrl url = pipeline.settings().database();
        return "postgres://" + user + ":" + password + "@" + url.host() + ":" + port + "/" + database;
    }

    private static Launcher as(String role) {
        DatabaseUrl url = pipeline.settings().database();
        return launcher.with(Setting.DATABASE_URL, databaseUrl(role, PASSWORD, url.database(), url.port()));
    }

    private static Launcher mapped(Path folder, String yaml) throws IOException {
        Path file = folder.resolve("mapping.yaml");
        Files.writeString(file, yaml);
        return launcher.with(Setting.TIDEMARK_MAPPING, file.toString());
    }

    private static Settings settingsWith(Setting setting, String value) {
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.put(setting.name(), value);
        environment.put("KAFKA_DEFAULT_API_TIMEOUT_MS", "1000");
        environment.put("KAFKA_REQUEST_TIMEOUT_MS", "1000");
        return Settings.of(environment);
    }

    // what is unreachable

    @Test
    void setup_says_soon_that_postgres_is_unreachable() {
        int port = closedPort();
        Launcher away = launcher.with(Setting.DATABASE_URL, databaseUrl("postgres", "secret", "social", port));
        assertFailed(
                soon(() -> away.run("setup")),
                FAILED,
                "Postgres at … :" + port + " cannot be reached … is it running … DATABASE_URL");
    }

    @Test
    void setup_says_soon_that_kafka_is_unreachable() {
        Launcher away = launcher.with(Setting.KAFKA_BOOTSTRAP_SERVERS, "localhost:" + closedPort());
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
        String url = "http://localhost:" + closedPort();
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
        String uri = "bolt://localhost:" + closedPort();
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

    private static Ended soon(java.util.function.Supplier<Ended> command) {
        long start = System.nanoTime();
        Ended ended = command.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        return ended;
    }

    @Test
    void capture_waits_for_postgres_and_says_so() {
        int port = closedPort();
        String url = databaseUrl("postgres", "secret", "social", port);
        try (CaptureApp app = new CaptureApp(Apps.capture(settingsWith(Setting.DATABASE_URL, url)))) {
            app.start();
            awaitLine("Postgres at … :" + port + " … trying again");
        }
    }

    @Test
    void capture_waits_for_kafka_and_says_so() {
        String address = "localhost:" + closedPort();
        pipeline.setup();
        try (CaptureApp app = new CaptureApp(Apps.capture(settingsWith(Setting.KAFKA_BOOTSTRAP_SERVERS, address)))) {
            app.start();
            awaitLine("Kafka at " + address + " … trying again");
        }
    }

    @Test
    void capture_waits_for_the_address_of_kafka_and_says_so() {
        pipeline.setup();
        String address = "nowhere.invalid:9092";
        try (CaptureApp app = new CaptureApp(Apps.capture(settingsWith(Setting.KAFKA_BOOTSTRAP_SERVERS, address)))) {
            app.start();
            awaitLine(address + " … trying again");
        }
    }

    @Test
    void capture_waits_for_the_registry_and_says_so() throws SQLException {
        pipeline.setup();
        pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'waits')");
        String url = "http://localhost:" + closedPort();
        try (CaptureApp app = new CaptureApp(Apps.capture(settingsWith(Setting.SCHEMA_REGISTRY_URL, url)))) {
            app.start();
            awaitLine("the schema registry cannot be reached … trying again");
        }
    }

    @Test
    void sink_waits_for_neo4j_and_says_so() {
        String uri = "bolt://localhost:" + closedPort();
        awaitLineOfSink(settingsWith(Setting.NEO4J_URI, uri), uri + " … Neo4j cannot be reached … trying again");
    }

    @Test
    void sink_waits_for_kafka_and_says_so() {
        pipeline.setup();
        String address = "localhost:" + closedPort();
        awaitLineOfSink(
                settingsWith(Setting.KAFKA_BOOTSTRAP_SERVERS, address), "Kafka cannot be reached … trying again");
    }

    private void awaitLineOfSink(Settings settings, String line) {
        SinkApp app = new SinkApp(Apps.sink(settings));
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
                .untilAsserted(() -> assertThat(log.messages())
                        .anySatisfy(said -> assertThat(said).contains(line.split(" … "))));
    }

    // who is refused

    @Test
    void setup_names_the_user_whom_postgres_refuses() {
        DatabaseUrl url = pipeline.settings().database();
        String wrong = databaseUrl(url.user(), "not-the-password", url.database(), url.port());
        Ended ended = launcher.with(Setting.DATABASE_URL, wrong).run("setup");
        assertFailed(ended, USAGE, "refuses user " + url.user() + " … check DATABASE_URL");
        assertThat(ended.err().toString()).doesNotContain("not-the-password");
    }

    @Test
    void capture_ends_when_postgres_refuses_its_user() {
        DatabaseUrl url = pipeline.settings().database();
        String wrong = databaseUrl(url.user(), "not-the-password", url.database(), url.port());
        assertFailed(
                launcher.with(Setting.DATABASE_URL, wrong).run("capture"),
                USAGE,
                "refuses user " + url.user() + " … check DATABASE_URL");
    }

    @Test
    void setup_names_the_database_that_is_not_there() {
        DatabaseUrl url = pipeline.settings().database();
        String wrong = databaseUrl(url.user(), url.password(), "no_such_database", url.port());
        assertFailed(
                launcher.with(Setting.DATABASE_URL, wrong).run("setup"),
                USAGE,
                "has no database no_such_database … create it or correct DATABASE_URL");
    }

    @Test
    void setup_and_sink_say_that_neo4j_refuses_the_password() {
        Launcher wrong = launcher.with(Setting.NEO4J_USER, "nobody").with(Setting.NEO4J_PASSWORD, "not-the-password");
        for (String command : List.of("setup", "sink")) {
            Ended ended = wrong.run(command);
            assertFailed(ended, USAGE, "Neo4j refuses the user or the password … check both");
            assertThat(ended.err().toString()).doesNotContain("not-the-password");
        }
    }

    @Test
    void setup_prints_the_statements_that_let_a_role_capture() throws SQLException {
        String prefix = pipeline.settings().prefix();
        pipeline.sql("create role " + ROLE + " login password '" + PASSWORD + "'");
        try {
            Ended ended = as(ROLE).run("setup");
            assertFailed(
                    ended,
                    USAGE,
                    "role " + ROLE + " may not replicate … ALTER ROLE",
                    "table public.users may not be read … GRANT SELECT",
                    "table public.follows may not be read … GRANT SELECT",
                    "table public.mutes may not be read … GRANT SELECT",
                    "table public.blocks may not be read … GRANT SELECT");
            for (String line : ended.err()) {
                pipeline.sql(line.substring(line.lastIndexOf(": ") + 2));
            }
            Ended owner =
                    as(ROLE).with(Setting.TIDEMARK_PREFIX, prefix + "_role").run("setup");
            assertFailed(owner, USAGE, "may not change publication … let the tables' owner run CREATE PUBLICATION");
            assertFailed(
                    as(ROLE).with(Setting.TIDEMARK_PREFIX, prefix + "_role").run("capture"),
                    FAILED,
                    "publication " + prefix + "_role does not exist");
        } finally {
            pipeline.sql("drop owned by " + ROLE, "drop role " + ROLE);
        }
    }

    @Test
    void capture_names_the_role_that_may_not_replicate() throws SQLException {
        pipeline.sql("create role " + ROLE + " login password '" + PASSWORD + "'");
        try {
            assertFailed(as(ROLE).run("capture"), FAILED, ROLE + " may not replicate … ALTER ROLE \"" + ROLE + "\"");
        } finally {
            pipeline.sql("drop role " + ROLE);
        }
    }

    // what does not fit

    @Test
    void setup_names_everything_in_the_database_that_does_not_fit(@TempDir Path folder)
            throws SQLException, IOException {
        pipeline.sql(
                "create table keyless (id bigint, name integer)",
                "create table shapes (id bigint primary key, outline polygon, secret text)",
                "create table rows (a bigint, b bigint, primary key (a, b))");
        Launcher wrong = mapped(folder, """
                nodes:
                  - { table: public.nowhere, label: Nowhere, key: id, properties: [] }
                  - { table: public.keyless, label: Keyless, key: id, properties: [name] }
                  - { table: public.shapes, label: Shape, key: id, properties: [outline, colour] }
                edges:
                  - { table: public.rows, type: ROWS, from: { column: a, label: Shape }, to: { column: c, label: Shape } }
                """);
        assertFailed(
                wrong.run("setup"),
                USAGE,
                "table public.nowhere does not exist … create it or correct the mapping",
                "table public.keyless has no primary key … ALTER TABLE … ADD PRIMARY KEY (id)",
                "column public.shapes.outline is polygon … no declared type … leave it out",
                "column public.shapes.colour does not exist … id, outline, secret",
                "table public.rows has the primary key (a, b) … from and to (a, c)",
                "column public.rows.c does not exist … a, b");
    }

    @Test
    void a_mapping_that_is_no_yaml_is_named_with_its_line(@TempDir Path folder) throws IOException {
        assertFailed(
                mapped(folder, "nodes:\n  - { table: public.users, label: [User\n")
                        .run("setup"),
                USAGE,
                "mapping.yaml:3: is no YAML");
        assertFailed(
                mapped(folder, "nodes:\n  - table: public.users\n\tlabel: User\n")
                        .run("sink"),
                USAGE,
                "mapping.yaml:3: is no YAML");
        assertFailed(
                mapped(folder, "nodes:\n  - { table: public.users,\u0000 label: User }\n")
                        .run("sink"),
                USAGE,
                "mapping.yaml:2: is no YAML");
    }

    @Test
    void a_mapping_that_is_no_text_is_named(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("mapping.yaml");
        Files.write(file, "nodes: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertFailed(
                launcher.with(Setting.TIDEMARK_MAPPING, file.toString()).run("setup"),
                USAGE,
                "mapping " + file + " … UTF-8");
        assertFailed(
                launcher.with(Setting.TIDEMARK_MAPPING, folder.toString()).run("setup"),
                USAGE,
                "mapping " + folder + " cannot be read");
        assertFailed(
                launcher.with(
                                Setting.TIDEMARK_MAPPING,
                                folder.resolve("none.yaml").toString())
                        .run("setup"),
                USAGE,
                "none.yaml does not exist … TIDEMARK_MAPPING");
    }

    @Test
    void everything_wrong_in_a_mapping_is_named(@TempDir Path folder) throws IOException {
        assertFailed(
                mapped(folder, """
                                nodes:
                                  - { table: public.users, lable: User, key: id }
                                edges:
                                  - { table: public.follows, type: FOLLOWS, from: { column: follower_id, label: User } }
                                """).run("setup"),
                USAGE,
                "mapping.yaml:2: 'lable' is no field of a node",
                "mapping.yaml:2: a node needs label:",
                "mapping.yaml:4: an edge needs to:");
    }

    // what was asked for

    @Test
    void settings_that_are_unknown_missing_or_malformed_are_all_named() {
        assertFailed(
                launcher.with(Setting.TIDEMARK_PARTITIONS, "many")
                        .with(Setting.NEO4J_URI, "http://graph")
                        .run("setup", "--set", "kafka.securty.protocol=SSL"),
                USAGE,
                "unknown setting kafka.securty.protocol … tidemark config --help",
                "NEO4J_URI … 'http://graph' … expected bolt://",
                "TIDEMARK_PARTITIONS … 'many' … expected");
        assertFailed(
                new Launcher(Map.of()).run("capture"),
                USAGE,
                "DATABASE_URL is not set … --database-url",
                "KAFKA_BOOTSTRAP_SERVERS is not set … --kafka-bootstrap-servers",
                "SCHEMA_REGISTRY_URL is not set … --schema-registry-url");
    }

    @Test
    void a_setting_that_kafkas_clients_refuse_is_named() {
        pipeline.setup();
        for (String command : List.of("setup", "capture", "sink")) {
            assertFailed(
                    launcher.run(command, "--set", "kafka.security.protocol=NONSENSE"),
                    USAGE,
                    "security.protocol … kafka.*");
        }
    }

    @Test
    void commands_and_flags_that_are_unknown_are_named() {
        assertFailed(Launcher.bare("setpu"), USAGE, "'setpu' … did you mean … setup … tidemark --help");
        assertFailed(Launcher.bare("setup", "--neo4j-url", "x"), USAGE, "'--neo4j-url' … tidemark setup --help");
        assertFailed(Launcher.bare("setup", "--neo4j-uri"), USAGE, "--neo4j-uri … tidemark setup --help");
        assertFailed(Launcher.bare("stack", "start", "mysql"), FAILED, "mysql … postgres, kafka, registry, neo4j");
        assertFailed(Launcher.bare(), USAGE, "tidemark --help");
    }

    @Test
    void verbose_shows_where_it_failed() {
        Ended ended = launcher.with(Setting.NEO4J_URI, "bolt://localhost:" + closedPort())
                .run("setup", "--verbose");
        log.close();
        assertThat(ended.err().get(0)).startsWith("tidemark: ").contains("Neo4j cannot be reached");
        assertThat(ended.err()).anyMatch(line -> line.startsWith("\tat io.tidemark."));
        assertThat(ended.code()).isEqualTo(FAILED);
    }

    // setup first

    @Test
    void capture_and_sink_ask_for_setup_and_setup_may_be_run_twice() throws SQLException {
        try (TestPipeline fresh = TestPipeline.open("before_setup")) {
            new SocialDatabase(fresh.settings().database()).create();
            String prefix = fresh.settings().prefix();
            Launcher early = new Launcher(fresh.environment());
            assertFailed(
                    early.run("capture"), FAILED, "publication " + prefix + " does not exist … run ./tidemark setup");
            fresh.sql("create publication " + prefix + " for table users, follows, mutes, blocks");
            assertFailed(early.run("capture"), FAILED, prefix + ".public.users … run ./tidemark setup");
            assertFailed(early.run("sink"), FAILED, "the graph has no constraint … run ./tidemark setup");
            assertThat(early.run("setup").code()).isZero();
            Launcher elsewhere = early.with(Setting.TIDEMARK_PREFIX, prefix + "_other");
            assertFailed(
                    elsewhere.run("sink"),
                    FAILED,
                    "Kafka has no topic … " + prefix + "_other.public.users … run ./tidemark setup");
            Ended again = early.run("setup");
            assertThat(again.code()).isZero();
            assertThat(again.err()).isEmpty();
            assertThat(again.out()).hasSize(12).allMatch(line -> line.startsWith("was there "));
            assertFailed(
                    early.with(Setting.TIDEMARK_PARTITIONS, "7").run("setup"),
                    FAILED,
                    prefix + ".public.users has 4 partitions, not 7 … TIDEMARK_PARTITIONS");
        }
    }

    // the server's settings

    @Test
    void a_role_that_replicates_through_a_providers_role_is_let_in() throws SQLException {
        DatabaseUrl url = pipeline.settings().database();
        pipeline.sql(
                "create role rds_replication",
                "create role " + ROLE + " login password '" + PASSWORD + "' in role rds_replication");
        try (Connection connection = Connections.open(url);
                Statement statement = connection.createStatement()) {
            statement.execute("set role " + ROLE);
            assertThat(io.tidemark.postgres.ServerCheck.problems(connection, "a_slot"))
                    .isEmpty();
        } finally {
            pipeline.sql("drop role " + ROLE, "drop role rds_replication");
        }
    }
}
