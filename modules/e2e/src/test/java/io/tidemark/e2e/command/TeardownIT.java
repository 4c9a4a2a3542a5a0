package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.Catalogs;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Launcher.Ended;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.settings.Setting;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline comes, works, and goes: every server lists afterwards what it listed before. */
@Timeout(180)
final class TeardownIT {

    private static final String NOWHERE = "localhost:1";

    @TempDir
    Path temporary;

    private Path state;
    private TestPipeline pipeline;
    private SocialDatabase application;
    private Catalogs before;

    @BeforeEach
    void application() throws SQLException {
        state = temporary.resolve("state");
        pipeline = TestPipeline.open("teardown");
        application = new SocialDatabase(pipeline.settings().database());
        application.create();
        pipeline.sql("create role " + nobody() + " login password 'secret'");
        pipeline.graph("CREATE (f:Film {name: 'a film'}) RETURN f.name");
        pipeline.driver()
                .executableQuery("CREATE CONSTRAINT film FOR (f:Film) REQUIRE f.name IS UNIQUE")
                .execute();
        before = Catalogs.of(pipeline);
    }

    @AfterEach
    void close() throws SQLException {
        pipeline.sql("drop role if exists " + nobody());
        pipeline.driver().executableQuery("DROP CONSTRAINT film IF EXISTS").execute();
        pipeline.driver().executableQuery("MATCH (f:Film) DETACH DELETE f").execute();
        pipeline.close();
    }

    private String nobody() {
        return pipeline.settings().prefix() + "_nobody";
    }

    /** With a node that is only a reference: ian's row counts as absent, and his edges' rows do not. */
    private void works() throws SQLException {
        pipeline.setup();
        application.loadSample();
        pipeline.sql("update users set deleted_at = now() where username = 'ian'");
        pipeline.started();
        pipeline.graph("MATCH (f:Film), (u:User {username: 'alice'}) CREATE (u)-[:LIKES]->(f) RETURN 1");
        assertThat(new Reconciler(pipeline, state).run("verify").exitCode()).isZero();
    }

    private Ended teardown(String... more) {
        return new Launcher(pipeline.environment()).run("teardown", arguments(more));
    }

    private String[] arguments(String... more) {
        return Stream.concat(Stream.of("--state", state.toString()), Stream.of(more))
                .toArray(String[]::new);
    }

    /** Ended without warning once so many things have gone. */
    private void brokenOffAfter(int things, String... more) {
        StringWriter out = new StringWriter() {
            @Override
            public void flush() {
                if (count(toString().lines(), "removed ") == things) {
                    throw new IllegalStateException("broken off");
                }
            }
        };
        assertThat(new Launcher(pipeline.environment())
                        .into(out, "teardown", arguments(more))
                        .err())
                .singleElement()
                .asString()
                .contains("broken off");
    }

    private static long count(Stream<String> lines, String word) {
        return lines.filter(line -> line.startsWith(word)).count();
    }

    private void assertGone(String... unlike) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(Catalogs.of(pipeline).without(unlike)).isEqualTo(before.without(unlike)));
        assertThat(state).doesNotExist();
        assertThat(Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "kafka-streams",
                        pipeline.settings().prefix() + "-sink"))
                .as("a sink keeps nothing on disk")
                .doesNotExist();
    }

    private void assertRefused(String... reasons) {
        Ended refused = teardown("--yes");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).hasSize(1 + reasons.length);
        assertThat(refused.err().get(0)).contains("nothing was removed");
        for (int i = 0; i < reasons.length; i++) {
            assertThat(refused.err().get(1 + i)).contains(reasons[i]);
        }
    }

    private @Nullable Object number(String match) {
        return pipeline.graph("MATCH " + match + " RETURN count(*)");
    }

    @Test
    void what_tidemark_made_goes_and_the_graph_is_as_an_application_would_have_written_it() throws SQLException {
        works();
        Catalogs working = Catalogs.of(pipeline);
        assertRefused("is read by backend", "its lock is held by backend", "a sink runs: group");
        pipeline.stopCaptureAndFreeSlot();
        assertRefused("a sink runs: group");
        pipeline.stopSink();
        assertThat(teardown().err()).singleElement().asString().contains("give --yes");
        Ended plan = teardown("--dry-run", "--graph=own");
        assertThat(plan.code()).isZero();
        assertThat(Catalogs.of(pipeline).without("nodes"))
                .as("nothing was removed yet")
                .isEqualTo(working.without("nodes"));

        brokenOffAfter(3, "--yes", "--graph=own");
        brokenOffAfter(10, "--yes", "--graph=own");
        assertThat(state).exists();
        Ended ended = teardown("--yes", "--graph=own");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(13 + count(ended.out().stream(), "removed ")).isEqualTo(count(plan.out().stream(), "remove "));
        assertGone("nodes", "relationships");
        assertThat(number("(n) WHERE NOT n:User AND NOT n:Film OR n:UserRef")).isEqualTo(0L);
        assertThat(number("(n:User)")).isEqualTo(9L);
        assertThat(number("(:User)-[f:FOLLOWS]->(:User)")).isEqualTo(14L);
        assertThat(number("(:User {username: 'alice'})-[:LIKES]->(:Film)")).isEqualTo(1L);

        Ended again = teardown("--yes", "--graph=own");
        assertThat(again.code()).isZero();
        assertThat(again.out()).noneMatch(line -> line.startsWith("removed "));
    }

    @Test
    void what_a_server_holds_that_is_gone_is_skipped_and_the_rest_goes() throws SQLException {
        pipeline.setup();
        Launcher launcher = new Launcher(pipeline.environment());
        String database = pipeline.environment().getOrDefault("DATABASE_URL", "");
        Launcher half = launcher.with(Setting.DATABASE_URL, database.replaceFirst("localhost:[0-9]+", NOWHERE))
                .with(Setting.SCHEMA_REGISTRY_URL, "http://" + NOWHERE);
        Ended refused = half.run("teardown", arguments("--yes", "--graph=own"));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).singleElement().asString().contains("--skip removes the rest");
        assertThat(half.run("teardown", arguments("--yes", "--graph=mapped", "--skip=postgres,registry"))
                        .err())
                .singleElement()
                .asString()
                .contains("--graph mapped reads Postgres");

        Ended ended = half.run("teardown", arguments("--yes", "--graph=own", "--skip=postgres,registry"));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .anyMatch(line -> line.matches("unseen +Postgres +whether a capture runs; see that none does"))
                .anyMatch(line -> line.matches(
                        "skipped +Postgres +publication +of .*: when Postgres answers, run ./tidemark teardown again"))
                .anyMatch(line -> line.matches("skipped +registry +subject .*"));
        assertThat(Catalogs.of(pipeline).without("publications"))
                .as("only what Postgres holds is left")
                .isEqualTo(before.without("publications"))
                .isNotEqualTo(before);

        Launcher other = launcher.with("KAFKA_BOOTSTRAP_SERVERS", NOWHERE).with(Setting.NEO4J_URI, "bolt://" + NOWHERE);
        assertThat(other.run("teardown", arguments("--yes", "--graph=own", "--skip=kafka,neo4j"))
                        .err())
                .singleElement()
                .asString()
                .contains("--graph removes from Neo4j");
        Ended rest = other.run("teardown", arguments("--yes", "--skip=kafka,neo4j"));
        assertThat(rest.err()).isEmpty();
        assertThat(rest.code()).isZero();
        assertGone();
    }

    @Test
    void a_graph_that_was_empty_is_empty_again_although_the_teardown_was_killed() throws Exception {
        works();
        pipeline.stopSink();
        pipeline.stopCaptureAndFreeSlot();
        pipeline.graph("MATCH ()-[l:LIKES]->() DELETE l RETURN 1");
        String url = pipeline.environment().getOrDefault("DATABASE_URL", "");
        Ended refused = new Launcher(pipeline.environment())
                .with(Setting.DATABASE_URL, url.replaceFirst("//[^@]*@", "//" + nobody() + ":secret@"))
                .run("teardown", arguments("--yes"));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out())
                .filteredOn(line -> line.startsWith("left "))
                .hasSize(2)
                .anyMatch(line -> line.contains("SELECT pg_drop_replication_slot('"))
                .anyMatch(line -> line.contains("DROP PUBLICATION"));

        Path log = temporary.resolve("log");
        Process killed =
                new Launcher(pipeline.environment()).start(log, "teardown", arguments("--yes", "--graph=mapped"));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !killed.isAlive() || Files.readString(log).contains("removed "));
        killed.destroyForcibly().waitFor();
        Ended ended = teardown("--yes", "--graph=mapped");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        assertGone();
    }
}
