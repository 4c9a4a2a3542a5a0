package io.tidemark.e2e.command;

import static io.tidemark.e2e.fixture.Complaints.FAILED;
import static io.tidemark.e2e.fixture.Complaints.USAGE;
import static io.tidemark.e2e.fixture.Complaints.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.FreePort;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Launcher.Ended;
import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.settings.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
                    "table public.users cannot be read … GRANT SELECT",
                    "table public.follows cannot be read … GRANT SELECT",
                    "table public.mutes cannot be read … GRANT SELECT",
                    "table public.blocks cannot be read … GRANT SELECT");
            for (String line : ended.err()) {
                pipeline.sql(line.substring(line.lastIndexOf(": ") + 2));
            }
            Ended owner =
                    as(ROLE).with(Setting.TIDEMARK_PREFIX, prefix + "_role").run("setup");
            assertFailed(
                    owner,
                    USAGE,
                    "role " + ROLE + " is not allowed to create a publication … GRANT CREATE ON DATABASE",
                    "role " + ROLE + " does not own table public.blocks … as the tables' owner",
                    "role " + ROLE + " does not own table public.follows … as the tables' owner",
                    "role " + ROLE + " does not own table public.mutes … as the tables' owner",
                    "role " + ROLE + " does not own table public.users … as the tables' owner");
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
            assertFailed(
                    as(ROLE).run("capture"),
                    FAILED,
                    ROLE + " is not allowed to replicate … ALTER ROLE \"" + ROLE + "\"");
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
                "create table rows (a bigint, b bigint, primary key (a, b))",
                "create schema \"Media\"",
                "create table \"Media\".\"Films\" (id bigint primary key)");
        Launcher wrong = mapped(folder, """
                nodes:
                  - { table: media.films, label: Film, key: id }
                  - { table: public.nowhere, label: Nowhere, key: id, properties: [] }
                  - { table: public.keyless, label: Keyless, key: id, properties: [name] }
                  - { table: public.shapes, label: Shape, key: id, properties: [outline, colour, Secret] }
                edges:
                  - { table: public.rows, type: ROWS, from: { column: a, label: Shape }, to: { column: c, label: Shape } }
                """);
        assertFailed(
                wrong.run("setup"),
                USAGE,
                "table media.films does not exist; there is Media.Films (names are case-sensitive in the mapping)",
                "table public.nowhere does not exist: create it or correct the mapping",
                "table public.keyless has no primary key … ALTER TABLE … ADD PRIMARY KEY (id)",
                "column public.shapes.outline is polygon … no declared type … map its text, { column: outline, as: text }, or leave it out",
                "column public.shapes.colour does not exist: the table has id, outline, secret",
                "column public.shapes.Secret does not exist; there is secret (names are case-sensitive in the mapping)",
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
        assertFailed(
                Launcher.bare("stack", "start", "mysql"),
                FAILED,
                "mysql … postgres, controller, kafka, kafka-2, kafka-3, registry, neo4j");
        assertFailed(Launcher.bare(), USAGE, "tidemark --help");
    }

    @Test
    void verbose_shows_where_it_failed() {
        Ended ended = launcher.with(Setting.NEO4J_URI, "bolt://localhost:" + FreePort.find())
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
            assertThat(again.out()).hasSize(13).allMatch(line -> line.startsWith("was there "));
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
        try (Connection connection = Connections.openAsApplication(url);
                Statement statement = connection.createStatement()) {
            statement.execute("set role " + ROLE);
            assertThat(io.tidemark.postgres.ServerCheck.captureProblems(connection, "a_slot"))
                    .isEmpty();
        } finally {
            pipeline.sql("drop role " + ROLE, "drop role rds_replication");
        }
    }
}
