package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.capture.CaptureApp;
import io.tidemark.e2e.fixture.Catalogs;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Launcher.Ended;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.RightEdges;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import io.tidemark.settings.mapping.MappingFile;
import io.tidemark.sink.SinkApp;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./tidemark move}: a new prefix takes the graph over while it is read, and of the old one nothing is left. */
@Timeout(180)
final class MoveIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String EARLIER =
            "nodes:\n  - { table: public.users, label: User, key: id, properties: [username, nickname] }\n";

    @TempDir
    Path temporary;

    private TestPipeline pipeline;
    private String old;
    private String to;
    private Settings settings;
    private Launcher before;
    private Launcher after;
    private Reconciler reconciler;

    @BeforeEach
    void open() throws SQLException {
        pipeline = TestPipeline.sample("move").started();
        old = pipeline.settings().prefix();
        to = old + "_to";
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.put(Setting.TIDEMARK_PREFIX.name(), to);
        settings = Settings.of(environment);
        before = new Launcher(pipeline.environment());
        after = new Launcher(environment);
        reconciler = new Reconciler(environment, temporary.resolve("state"));
    }

    @AfterEach
    void close() throws SQLException {
        pipeline.close();
    }

    private Ended move(String... more) {
        return before.run("move", arguments(more));
    }

    private String[] arguments(String... more) {
        return Stream.concat(Stream.of("--to", to, "--state", reconciler.state().toString()), Stream.of(more))
                .toArray(String[]::new);
    }

    private static void assertRefused(Ended ended, String... reasons) {
        assertThat(ended.code()).isEqualTo(2);
        assertThat(String.join("\n", ended.err())).contains(reasons);
    }

    /** What an earlier mapping of the old pipeline left, and rows that change while no pipeline runs. */
    private void change() throws SQLException, IOException {
        Path earlier = Files.writeString(temporary.resolve("earlier.yaml"), EARLIER);
        pipeline.graph().written(old).add(MappingFile.read(earlier.toString()));
        pipeline.graph("MATCH (u:User {username: 'alice'}) SET u.nickname = 'al' RETURN 1");
        pipeline.graph(
                "MATCH (u:User)-[f:FOLLOWS]-() WHERE u.username IN ['bob', 'ian'] SET f.source = 'lost' RETURN 1");
        pipeline.sql(
                "delete from users where username in ('bob', 'ian')",
                "update users set username = 'carla' where username = 'charlie'",
                "insert into users (id, username) values (gen_random_uuid(), 'new')");
    }

    private void refusedWhileTheOldOneRuns() {
        assertRefused(before.run("move", "--to", old), "the old pipeline's own prefix");
        assertRefused(before.run("move", "--to", "Not-A-Prefix"), "TIDEMARK_PREFIX (--to) is 'Not-A-Prefix'");
        assertRefused(
                move(), "pipeline " + old + " runs", "is read by backend", "a capture runs", "a sink runs: group");
        assertRefused(
                before.with(Setting.TIDEMARK_PREFIX, "never_there").run("move", arguments()),
                "there is nothing to move from");
    }

    private void plannedWithoutAChange() throws SQLException {
        Catalogs catalogs = Catalogs.of(pipeline);
        Ended plan = move("--dry-run");
        assertThat(plan.err()).isEmpty();
        assertThat(plan.code()).isZero();
        assertThat(plan.out())
                .anyMatch(line -> line.matches("make +Kafka +topic +" + to + ".public.users"))
                .anyMatch(line -> line.matches("make +Postgres +replication slot +" + to))
                .anyMatch(line -> line.matches("remove +Postgres +replication slot +" + old))
                .anyMatch(line -> line.matches("stays +Neo4j +reference labels .*: pipeline " + to + " uses it, too"));
        assertThat(Catalogs.of(pipeline)).isEqualTo(catalogs);
        assertRefused(move("--retire"), "give --yes");
        assertThat(Catalogs.of(pipeline)).isEqualTo(catalogs);
    }

    private void stoppedByASinkOfTheOldOne() throws Exception {
        StringWriter out = new StringWriter();
        CompletableFuture<Ended> moving = CompletableFuture.supplyAsync(() -> before.into(out, "move", arguments()));
        await().atMost(SOON).until(() -> out.toString().contains("TIDEMARK_PREFIX=" + to + " ./tidemark sink"));
        assertThat(out.toString()).contains("done          setup of " + to);
        pipeline.startSink();
        assertRefused(moving.get(60, TimeUnit.SECONDS), "pipeline " + old + " runs", "a sink runs: group");
        pipeline.stopSink();
    }

    private void interruptedWhileItWaits() throws Exception {
        Path log = temporary.resolve("log");
        Process waiting = before.start(log, "move", arguments());
        await().atMost(SOON).until(() -> Files.readString(log).contains("./tidemark sink"));
        waiting.destroy();
        assertThat(waiting.waitFor()).isEqualTo(4);
        assertThat(Files.readString(log)).contains("already done  setup of " + to, "run it again to resume");
    }

    private void notCleanWithASecondRelationship() {
        pipeline.graph("MATCH (:User {username: 'diana'})-[f:FOLLOWS]->(a:User {username: 'alice'}) WITH f, a"
                + " MATCH (d:User {username: 'diana'}) CREATE (d)-[g:FOLLOWS]->(a) SET g = properties(f), g.source = 'planted'"
                + " RETURN 1");
        Ended ended = move("--retire", "--yes");
        assertThat(ended.code()).as(ended.toString()).isEqualTo(3);
        assertThat(ended.out())
                .anyMatch(line -> line.startsWith("done          " + to + " follows Postgres"))
                .anyMatch(line -> line.startsWith("not done      sweep: ") && line.contains(" and 1 still differ"))
                .anyMatch(line -> line.startsWith("warning ") && line.contains("property nickname of (:User)"))
                .noneMatch(line -> line.startsWith("removed "));
        pipeline.graph("MATCH ()-[f:FOLLOWS {source: 'planted'}]->() DELETE f RETURN 1");
    }

    private void cleanAndTheOldOneIsNamed() throws SQLException {
        Ended ended = move();
        assertThat(ended.code()).as(ended.toString()).isZero();
        assertThat(ended.out().get(ended.out().size() - 1))
                .startsWith("next ")
                .contains("./tidemark teardown --tidemark-prefix " + old + " --graph own");
        assertThat(pipeline.differences()).isEmpty();
        assertThat(String.join("\n", after.run("status").out()))
                .contains("slot " + old + " is not of this pipeline, no process reads it")
                .contains("./tidemark teardown --tidemark-prefix " + old + " removes it");
        assertThat(reconciler.run("check").out())
                .contains("slot " + old + " is not of this pipeline", "also holds positions of " + old)
                .contains("property nickname of (:User)");
    }

    private void retired() {
        Ended gone = move("--retire", "--yes");
        assertThat(gone.err()).isEmpty();
        assertThat(gone.code()).isZero();
        assertThat(gone.out())
                .contains("already done  setup of " + to, "already done  " + to + " follows Postgres")
                .contains("already done  sweep: rows and graph are equal", "done          retirement of " + old)
                .anyMatch(line -> line.startsWith("stays ") && line.endsWith("pipeline " + to + " uses it, too"));
        assertThat(before.run("teardown", "--dry-run", "--graph=own").out())
                .noneMatch(line -> line.startsWith("remove "));
        assertThat(List.of(
                        pipeline.graph("MATCH (t:Tidemark) RETURN collect(t.prefix)"),
                        pipeline.graph("MATCH (m:TidemarkMapping) RETURN collect(DISTINCT m.prefix)"),
                        pipeline.graph("MATCH (w:TidemarkWatermark) WHERE w.topic STARTS WITH '" + old
                                + ".' RETURN collect(w.topic)")))
                .containsExactly(List.of(to), List.of(to), List.of());
        assertThat(String.join("\n", after.run("status").out())).doesNotContain("is not of this pipeline");
        assertThat(reconciler.run("check").out()).contains("property nickname of (:User)");

        Ended again = move("--retire", "--yes");
        assertThat(again.code()).as(again.toString()).isZero();
        assertThat(again.out())
                .filteredOn(line -> !line.startsWith("warning "))
                .hasSize(4)
                .allMatch(line -> line.startsWith("already done  "));
    }

    @Test
    void a_new_prefix_takes_the_graph_over_and_the_old_one_leaves_nothing() throws Exception {
        refusedWhileTheOldOneRuns();
        pipeline.stopSink();
        pipeline.stopCaptureAndFreeSlot();
        change();
        long right = RightEdges.count(pipeline);
        RightEdges reading = RightEdges.read(pipeline);
        try (reading) {
            plannedWithoutAChange();
            stoppedByASinkOfTheOldOne();
            interruptedWhileItWaits();
            try (CaptureApp capture = new CaptureApp(settings.capture());
                    SinkApp sink = new SinkApp(settings.sink())) {
                capture.start();
                sink.start();
                notCleanWithASecondRelationship();
                cleanAndTheOldOneIsNamed();
                retired();
                pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'later')");
                pipeline.awaitEqual();
            }
        }
        assertThat(reading.fewest()).as("in " + reading.reads() + " reads").isGreaterThanOrEqualTo(right);
        await("the new one can go, too")
                .atMost(SOON)
                .until(
                        () -> after.run(
                                        "teardown",
                                        "--yes",
                                        "--graph=own",
                                        "--state",
                                        reconciler.state().toString())
                                .code(),
                        code -> code == 0);
    }
}
