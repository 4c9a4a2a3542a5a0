package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.CaptureProcess;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.model.position.Filling;
import io.tidemark.model.position.Progress;
import io.tidemark.postgres.Connections;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tables are added to the mapping of a pipeline that runs: they are filled while the log is read, without a new snapshot. */
@Tag("slow")
@Timeout(300)
final class GrowingMappingIT {

    private static final String FEW = """
            nodes:
              - { table: people, label: Person, key: id, properties: [name] }
            """;
    private static final String MORE = FEW + """
              - { table: posts, label: Post, key: id, properties: [title] }
            edges:
              - { table: likes, type: LIKES, from: { column: person, label: Person }, to: { column: post, label: Post } }
            """;
    private static final int POSTS = 20_000;

    @TempDir
    private Path folder;

    @Test
    void a_table_is_filled_while_the_log_is_read_also_by_a_capture_that_is_killed() throws SQLException, IOException {
        try (TestPipeline pipeline = open("growing");
                Connection old = Connections.open(pipeline.settings().database());
                Statement oldTransaction = old.createStatement()) {
            pipeline.started();
            old.setAutoCommit(false);
            // before the publication has the table, so this is in no log
            oldTransaction.execute("insert into public.posts values (-1, 'of an old transaction')");
            oldTransaction.execute("update public.posts set title = 'changed by it' where id = 77");

            pipeline.stopSink();
            pipeline.stopCaptureAndFreeSlot();
            pipeline.remap(MORE);
            assertThat(pipeline.setup())
                    .contains("extended  publication "
                            + pipeline.settings().capture().publicationName());
            Reconciler reconciler = new Reconciler(pipeline, folder);
            assertThat(reconciler.run("verify", "--table=public.posts").out())
                    .contains("but the sink runs with another one");

            pipeline.startSink();
            try (CaptureProcess capture = capture(pipeline, "first.log")) {
                waiting().until(() -> filling(pipeline).size() == 2);
                pipeline.sql("update people set name = 'while it waits' where id = 3");
                pipeline.awaitTidemark();
                assertThat(pipeline.graph("MATCH (p:Person {id: 3}) RETURN p.name"))
                        .isEqualTo("while it waits");
                assertThat(pipeline.graph("MATCH (t:Tidemark {prefix: '"
                                + pipeline.settings().prefix() + "'}) RETURN t.filling"))
                        .isEqualTo(List.of("public.likes", "public.posts"));
                Reconciler.Run verified = reconciler.run("verify");
                assertThat(verified.exitCode()).as(verified.out()).isEqualTo(5);
                assertThat(verified.out()).contains("table public.posts is new in the mapping and is being filled");
                assertThat(status(pipeline)).contains("table public.posts is new in the mapping and is being filled");
                assertThat(filling(pipeline))
                        .allSatisfy(each -> assertThat(each.rows()).isZero());

                old.commit();
                waiting().until(() -> read(pipeline) >= 3_000);
                pipeline.sql(
                        "update posts set title = 'changed' where id % 1000 = 5",
                        "delete from posts where id % 1000 = 6",
                        "update posts set id = id + 100000 where id % 1000 = 7",
                        "insert into posts values (500000, 'new')");
                capture.kill();
            }
            long before = read(pipeline);
            assertThat(before).isBetween(3_000L, POSTS - 1L);
            pipeline.sql("delete from posts where id % 1000 = 8", "insert into likes values (7, 500000)");

            try (CaptureProcess capture = capture(pipeline, "second.log")) {
                waiting().until(() -> read(pipeline) > before);
                assertThat(read(pipeline)).as("resumed behind %s", before).isLessThan(before + 5_000);
                waiting().until(() -> isFilled(pipeline));
                pipeline.awaitTidemark();
                assertThat(pipeline.differences()).isEmpty();
                capture.check();
            }
            assertThat(pipeline.graph("MATCH (t:Tidemark {prefix: '"
                            + pipeline.settings().prefix() + "'}) RETURN t.filling IS NULL"))
                    .isEqualTo(true);
            pipeline.startCapture();
            Reconciler.Run verified = reconciler.run("verify");
            assertThat(verified.exitCode()).as(verified.out()).isZero();
            assertThat(status(pipeline)).doesNotContain("filled");
        }
    }

    @Test
    void a_table_that_was_out_of_the_mapping_for_a_while_loses_what_it_no_longer_has() throws SQLException {
        try (TestPipeline pipeline = open("again")) {
            pipeline.remap(MORE);
            pipeline.setup();
            pipeline.started();
            restart(pipeline, FEW);
            pipeline.awaitCaptured();
            pipeline.sql(
                    "delete from posts where id <= 300",
                    "update posts set title = 'changed' where id = 400",
                    "delete from likes where person < 20");
            pipeline.awaitTidemark();
            assertThat(pipeline.graph("MATCH (p:Post) RETURN count(p)")).isEqualTo((long) POSTS);

            restart(pipeline, MORE);
            waiting().until(() -> isFilled(pipeline));
            pipeline.awaitTidemark();
            assertThat(pipeline.differences()).isEmpty();
        }
    }

    private static void restart(TestPipeline pipeline, String mapping) throws SQLException {
        pipeline.stopSink();
        pipeline.stopCaptureAndFreeSlot();
        pipeline.remap(mapping);
        pipeline.setup();
        pipeline.startSink();
        pipeline.startCapture();
        pipeline.awaitTidemark();
    }

    private static TestPipeline open(String name) throws SQLException {
        TestPipeline pipeline = TestPipeline.open(name, Map.of(TestPipeline.MAPPING, FEW));
        pipeline.sql(
                "create table people (id integer primary key, name text)",
                "create table posts (id bigint primary key, title text)",
                "create table likes (person integer, post bigint, primary key (person, post))",
                "insert into people select i, 'person ' || i from generate_series(1, 100) i",
                "insert into posts select i, 'post ' || i from generate_series(1, " + POSTS + ") i",
                "insert into likes select i, i * 10 from generate_series(1, 100) i");
        pipeline.setup();
        return pipeline;
    }

    private CaptureProcess capture(TestPipeline pipeline, String log) {
        return CaptureProcess.start(pipeline.environment(), 256, folder.resolve(log));
    }

    private static List<Filling> filling(TestPipeline pipeline) {
        return new TableTopics(pipeline.settings())
                .progress()
                .map(Progress::filling)
                .orElse(List.of());
    }

    /** Progress of the smaller mapping says nothing of the posts. */
    private static boolean isFilled(TestPipeline pipeline) {
        TableTopics topics = new TableTopics(pipeline.settings());
        return topics.progress()
                .filter(progress -> progress.ends().containsKey(topics.name("posts")))
                .filter(progress -> progress.filling().isEmpty())
                .isPresent();
    }

    /** Rows of the posts that are read, as the last progress has it. */
    private static long read(TestPipeline pipeline) {
        return filling(pipeline).stream()
                .filter(each -> each.table().equals("public.posts"))
                .mapToLong(Filling::rows)
                .sum();
    }

    private static String status(TestPipeline pipeline) {
        return String.join(
                "\n", new Launcher(pipeline.environment()).run("status").out());
    }

    private static ConditionFactory waiting() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }
}
