package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.capture.CaptureApp;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import io.tidemark.sink.SinkApp;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The steps of docs/footprint.md from one prefix to another, over the same graph. */
@Timeout(180)
final class MoveIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void a_new_prefix_takes_the_graph_over_and_the_old_one_leaves_nothing(@TempDir Path state) throws SQLException {
        try (TestPipeline pipeline = TestPipeline.sample("move").started()) {
            String old = pipeline.settings().prefix();
            String to = old + "_to";
            pipeline.stopSink();
            pipeline.stopCaptureAndFreeSlot();
            pipeline.sql(
                    "delete from users where username in ('bob', 'ian')",
                    "update users set username = 'carla' where username = 'charlie'",
                    "insert into users (id, username) values (gen_random_uuid(), 'new')");
            Map<String, String> environment = new HashMap<>(pipeline.environment());
            environment.put(Setting.TIDEMARK_PREFIX.name(), to);
            Settings settings = Settings.of(environment);
            Launcher launcher = new Launcher(environment);
            Reconciler reconciler = new Reconciler(environment, state);
            assertThat(launcher.run("setup").code()).isZero();
            try (CaptureApp capture = new CaptureApp(settings.capture());
                    SinkApp sink = new SinkApp(settings.sink())) {
                capture.start();
                sink.start();
                await().atMost(SOON)
                        .until(
                                () -> pipeline.graph("MATCH (t:Tidemark {prefix: '" + to
                                        + "'}) WHERE t.lsnBytes > 0 RETURN count(*)"),
                                count -> count.equals(1L));
                assertThat(reconciler.run("verify").exitCode())
                        .as("what was deleted in between is still there")
                        .isEqualTo(3);
                String leftovers = String.join("\n", launcher.run("status").out());
                assertThat(leftovers)
                        .contains("slot " + old + " is not of this pipeline, no process reads it")
                        .contains("./tidemark teardown --tidemark-prefix " + old + " removes it");
                assertThat(reconciler.run("check").out())
                        .contains("slot " + old + " is not of this pipeline", "also holds positions of " + old);

                assertThat(reconciler.run("repair", "--execute").exitCode()).isZero();
                assertThat(pipeline.differences()).isEmpty();
                Launcher.Ended gone = launcher.with(Setting.TIDEMARK_PREFIX, old)
                        .run(
                                "teardown",
                                "--yes",
                                "--graph=own",
                                "--state",
                                state.resolve("old").toString());
                assertThat(gone.err()).isEmpty();
                assertThat(gone.code()).isZero();
                assertThat(gone.out())
                        .anyMatch(
                                line -> line.startsWith("stays ") && line.endsWith("pipeline " + to + " uses it, too"));
                assertThat(List.of(
                                pipeline.graph("MATCH (t:Tidemark) RETURN collect(t.prefix)"),
                                pipeline.graph("MATCH (w:TidemarkWatermark) WHERE w.topic STARTS WITH '" + old
                                        + ".' RETURN collect(w.topic)")))
                        .containsExactly(List.of(to), List.of());
                assertThat(String.join("\n", launcher.run("status").out())).doesNotContain("is not of this pipeline");
                pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'later')");
                pipeline.awaitEqual();
            }
            await("the new one can go, too")
                    .atMost(SOON)
                    .until(
                            () -> launcher.run("teardown", "--yes", "--graph=own", "--state", state.toString())
                                    .code(),
                            code -> code == 0);
        }
    }
}
