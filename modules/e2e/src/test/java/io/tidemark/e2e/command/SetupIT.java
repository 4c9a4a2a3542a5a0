package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.capture.CaptureApp;
import io.tidemark.cli.run.Setup;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaCalls;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.settings.Settings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.neo4j.driver.Session;

/** Other people's databases: setup refuses what would do harm before it makes anything, and asks for no more rights than it uses. */
@Timeout(120)
final class SetupIT {

    private TestPipeline open(String name, String... nodes) throws SQLException {
        return open(name, Map.of(), nodes);
    }

    private TestPipeline open(String name, Map<String, String> overrides, String... nodes) throws SQLException {
        StringBuilder mapping = new StringBuilder("nodes:\n");
        for (String node : nodes) {
            mapping.append("  - ").append(node).append('\n');
        }
        Map<String, String> settings = new HashMap<>(overrides);
        settings.put(TestPipeline.MAPPING, mapping.toString());
        return TestPipeline.open(name, settings);
    }

    private static String node(String table, String label) {
        return "{ table: " + table + ", label: " + label + ", key: id, properties: [name] }";
    }

    private static Settings as(String role, TestPipeline pipeline) {
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.computeIfPresent(
                "DATABASE_URL", (name, url) -> url.replaceFirst("//[^@]*@", "//" + role + ":secret@"));
        return Settings.of(environment);
    }

    private static List<String> setup(Settings settings) {
        List<String> lines = new ArrayList<>();
        new Setup(settings.capture(), settings.kafka(), settings.graph(), settings.partitions(), lines::add).run();
        return lines;
    }

    private static List<String> topics(TestPipeline pipeline) {
        try (Admin admin = KafkaAdmin.open(pipeline.settings().kafka().client())) {
            return KafkaCalls.get("list topics", admin.listTopics().names()).stream()
                    .filter(topic -> topic.startsWith(pipeline.settings().prefix() + "."))
                    .toList();
        }
    }

    @Test
    void every_table_that_would_be_harmed_is_named_at_once_and_nothing_is_made() throws SQLException {
        try (TestPipeline pipeline = open(
                "unusual",
                node("deferred", "Deferred"),
                node("parents", "Parent"),
                node("scratch", "Scratch"),
                node("cases", "Case"),
                node("computed", "Computed"),
                node("others", "Other"),
                node("included", "Included"))) {
            pipeline.sql(
                    "create table deferred (id integer primary key deferrable, name text)",
                    "create table parents (id integer primary key, name text)",
                    "create table staff (salary integer) inherits (parents)",
                    "create unlogged table scratch (id integer primary key, name text)",
                    "create table cases (id integer primary key, name text, \"Name\" text)",
                    "create table computed (id integer primary key, name text, up text generated always as (upper(name)) stored)",
                    "alter table computed replica identity full",
                    "create table others (id integer primary key, name text not null unique)",
                    "alter table others replica identity using index others_name_key",
                    "create table included (id integer, name text, primary key (id) include (name))");
            assertThatThrownBy(pipeline::setup)
                    .isInstanceOfSatisfying(
                            TidemarkException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                    .hasMessageContaining(
                            "table public.deferred: primary key (id) is DEFERRABLE, so Postgres cannot replicate UPDATE and DELETE")
                    .hasMessageContaining("table public.parents has child tables")
                    .hasMessageContaining("table public.scratch is unlogged")
                    .hasMessageContaining("table public.cases has columns \"name\" and \"Name\"")
                    .hasMessageContaining("table public.computed has REPLICA IDENTITY FULL and generated columns")
                    .hasMessageContaining("table public.others has a replica identity without its primary key")
                    .message()
                    .hasLineCount(6)
                    .doesNotContain("included");
            assertThat(topics(pipeline)).isEmpty();
            // the application's statements pass: there is no publication
            for (String table : List.of("deferred", "parents", "scratch", "cases", "computed", "others", "included")) {
                pipeline.sql(
                        "insert into " + table + " (id, name) values (1, 'a')",
                        "update " + table + " set name = 'b'",
                        "delete from " + table);
            }
        }
    }

    @Test
    void a_dry_run_prints_what_would_change_and_changes_nothing() throws SQLException {
        try (TestPipeline pipeline = open("dry", node("people", "Person"))) {
            pipeline.sql("create table people (id integer primary key, name text)");
            String publication = pipeline.settings().capture().publicationName();
            String topic = pipeline.settings().prefix() + ".public.people";
            Launcher launcher = new Launcher(pipeline.environment());
            Launcher.Ended first = launcher.run("setup", "--dry-run");
            assertThat(first.code()).as(first.toString()).isEqualTo(3);
            assertThat(first.out())
                    .contains(
                            "would make topic " + topic,
                            "would run  CREATE PUBLICATION \"" + publication
                                    + "\" FOR TABLE ONLY \"public\".\"people\" WITH (publish_via_partition_root = true)")
                    .anyMatch(line -> line.startsWith("would run  CREATE CONSTRAINT") && line.contains("Person"));
            assertThat(topics(pipeline)).isEmpty();
            assertThat(launcher.run("setup", "--dry-run")).isEqualTo(first);

            pipeline.setup();
            assertThat(launcher.run("setup", "--dry-run").out()).containsExactly("nothing would change");
            assertThat(launcher.run("setup", "--dry-run").code()).isZero();

            pipeline.sql("create table posts (id integer primary key, name text)");
            pipeline.remap("nodes:\n  - " + node("people", "Person") + "\n  - " + node("posts", "Post") + "\n");
            Launcher.Ended more = new Launcher(pipeline.environment()).run("setup", "--dry-run");
            assertThat(more.code()).isEqualTo(3);
            assertThat(more.out())
                    .hasSize(4)
                    .contains(
                            "would make topic " + pipeline.settings().prefix() + ".public.posts",
                            "would run  ALTER PUBLICATION \"" + publication + "\" ADD TABLE ONLY \"public\".\"posts\"");
        }
    }

    @Test
    void the_owner_needs_no_replication_and_the_capture_owns_nothing() throws SQLException {
        try (TestPipeline pipeline = open("rights", node("people", "Person"))) {
            String owner = pipeline.settings().prefix() + "_owner";
            String reader = pipeline.settings().prefix() + "_reader";
            String database = pipeline.settings().database().database();
            pipeline.sql(
                    "create role " + owner + " login password 'secret'",
                    "alter role " + owner + " set default_transaction_read_only = on",
                    "create role " + reader + " login replication password 'secret'",
                    "alter role " + reader + " set default_transaction_read_only = on",
                    "grant create on database " + database + " to " + owner,
                    "create table people (id integer primary key, name text)",
                    "alter table people owner to " + owner,
                    "grant select on people to " + reader,
                    // a closer match than Postgres' own (text, bigint) wherever the schema is in the search path
                    "create function public.hashtextextended(varchar, integer) returns bigint language plpgsql as"
                            + " $$begin raise 'called with the rights of %', current_user; end$$");
            try {
                assertThatThrownBy(() -> setup(as(reader, pipeline)))
                        .hasMessageContaining("role " + reader + " is not allowed to create a publication")
                        .hasMessageContaining("role " + reader + " does not own table public.people");
                assertThat(topics(pipeline)).isEmpty();
                assertThat(setup(as(owner, pipeline))).anyMatch(line -> line.startsWith("made      publication"));
                assertThat(setup(as(reader, pipeline))).allMatch(line -> line.startsWith("was there"));
                capturesAs(reader, pipeline);
            } finally {
                pipeline.sql("drop owned by " + owner + ", " + reader, "drop role " + owner, "drop role " + reader);
            }
        }
    }

    private static void capturesAs(String role, TestPipeline pipeline) throws SQLException {
        try (CaptureApp capture = new CaptureApp(as(role, pipeline).capture())) {
            capture.start();
            pipeline.awaitCaptured();
            assertThat(capture.hasEnded()).isFalse();
        }
        pipeline.stopCaptureAndFreeSlot();
    }

    @Test
    void rows_that_row_security_hides_are_refused_at_the_start_and_never_deleted() throws SQLException {
        try (TestPipeline pipeline = open("hidden", node("people", "Person"))) {
            String reader = pipeline.settings().prefix() + "_reader";
            pipeline.sql(
                    "create role " + reader + " login replication password 'secret'",
                    "create table people (id integer primary key, name text)",
                    "insert into people select i, 'p' from generate_series(1, 10) i",
                    "grant select on people to " + reader,
                    "create policy half on people for select to " + reader + " using (id <= 5)");
            try {
                pipeline.setup();
                CaptureApp capture = new CaptureApp(as(reader, pipeline).capture());
                try (capture) {
                    capture.start();
                    pipeline.startSink();
                    pipeline.awaitEqual();
                    pipeline.sql("alter table people enable row level security");
                    pipeline.sql(
                            "select pg_logical_emit_message(true, 'tidemark.refresh', '{\"table\":\"people\",\"keys\":[8]}')");
                    pipeline.awaitTidemark();
                    assertThat(pipeline.differences()).isEmpty();
                }
                pipeline.stopCaptureAndFreeSlot();
                try (CaptureApp again = new CaptureApp(as(reader, pipeline).capture())) {
                    again.start();
                    await().atMost(Duration.ofSeconds(30)).until(again::hasEnded);
                    assertThatThrownBy(again::awaitEnd)
                            .hasMessageContaining("row security hides rows of table public.people from role " + reader)
                            .hasMessageContaining("BYPASSRLS");
                }
            } finally {
                pipeline.stopSink();
                pipeline.stopCaptureAndFreeSlot();
                pipeline.sql("drop owned by " + reader, "drop role " + reader);
            }
        }
    }

    @Test
    void a_database_that_does_not_say_what_its_bytes_mean_is_refused() throws SQLException {
        try (TestPipeline pipeline = open("ascii", node("people", "Person"))) {
            String ascii = pipeline.settings().prefix() + "_ascii";
            pipeline.sqlAlone("create database " + ascii
                    + " encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0");
            try {
                Map<String, String> environment = new HashMap<>(pipeline.environment());
                environment.computeIfPresent("DATABASE_URL", (name, url) -> url.replaceFirst("/[^/]*$", "/" + ascii));
                assertThatThrownBy(() -> setup(Settings.of(environment)))
                        .hasMessageContaining("database " + ascii + " has the encoding SQL_ASCII");
            } finally {
                pipeline.sqlAlone("drop database " + ascii + " with (force)");
            }
        }
    }

    @Test
    void a_slot_of_another_database_of_the_cluster_is_named_and_stays() throws SQLException {
        try (TestPipeline pipeline = open("tenant", node("people", "Person"));
                TestPipeline other = TestPipeline.open("tenant")) {
            pipeline.sql("create table people (id integer primary key, name text)");
            pipeline.setup();
            String slot = pipeline.settings().capture().slotName();
            String foreign = other.settings().database().database();
            other.sql("select pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
            String refused = "replication slot " + slot + " belongs to database " + foreign;
            assertThatThrownBy(pipeline::setup)
                    .hasMessageContainingAll(refused, "TIDEMARK_PREFIX")
                    .message()
                    .hasLineCount(1);
            for (boolean resnapshot : new boolean[] {false, true}) {
                pipeline.startCapture(resnapshot);
                await().atMost(Duration.ofSeconds(30)).until(pipeline.capture()::hasEnded);
                assertThatThrownBy(pipeline.capture()::awaitEnd)
                        .isInstanceOfSatisfying(
                                TidemarkException.class,
                                e -> assertThat(e.category()).isEqualTo(Category.FATAL))
                        .hasMessageContaining(refused);
                pipeline.stopCapture();
            }
            other.sql("select pg_drop_replication_slot('" + slot + "')");
            pipeline.started();
        }
    }

    @Test
    void a_graph_that_dual_writes_have_filled_is_named_before_anything_is_made() throws SQLException {
        try (TestPipeline pipeline = open("dual", node("people", "Person"))) {
            pipeline.sql(
                    "create table people (id integer primary key, name text)",
                    "insert into people values (1, 'a'), (2, 'b')");
            pipeline.graph("UNWIND [1, 3] AS id CREATE (n:Person {id: id})-[:LIKES]->(n) RETURN count(n)");
            assertThatThrownBy(pipeline::setup)
                    .isInstanceOfSatisfying(
                            TidemarkException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                    .hasMessageContainingAll(
                            "2 nodes with the label Person and without PersonRef", "adopt", "DETACH DELETE")
                    .message()
                    .hasLineCount(1);
            assertThat(topics(pipeline)).isEmpty();
            pipeline.graph()
                    .reader(pipeline.settings().mapping())
                    .foreignNodes()
                    .forEach(nodes -> {
                        try (Session session = pipeline.driver().session()) {
                            session.run(nodes.removal()).consume();
                        }
                    });
            assertThat(pipeline.setup()).anyMatch(line -> line.startsWith("made      publication"));
            pipeline.started();
            pipeline.graph("CREATE (n:Person {id: 9}) RETURN n.id");
            assertThat(pipeline.setup())
                    .as("a graph that Tidemark fills is no error")
                    .anyMatch(line -> line.startsWith("warning   the graph has 1 node with the label Person"));
            pipeline.graph("MATCH (n:Person {id: 9}) DELETE n RETURN 1");
        }
    }
}
