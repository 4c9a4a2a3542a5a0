package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.capture.CaptureApp;
import io.tidemark.e2e.fixture.CaptureProcess;
import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.TopicNames;
import io.tidemark.lab.pipeline.CapturedChanges;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.postgres.Connections;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Postgres no longer has leaves the topics and the graph, also where no delete tells of it (I6). */
final class SweepIT {

    private static final Duration DEADLINE = Duration.ofSeconds(90);

    @Test
    void truncate_deletes_what_was_there_and_nothing_that_came_after() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.sample("truncate").started()) {
            String back = "'00000000-0000-0000-0000-000000000003'";
            pipeline.sql(
                    "insert into users (id, username) values (gen_random_uuid(), 'short-lived')",
                    "truncate users cascade",
                    "insert into users (id, username) values (gen_random_uuid(), 'later')",
                    "insert into users (id, username) values (" + back + ", 'charlie is back')");
            awaitMirror(pipeline);
            pipeline.awaitEqual();
            assertThat(pipeline.graph("MATCH (n:UserRef) RETURN count(n)")).isEqualTo(2L);
        }
    }

    @Test
    void a_snapshot_that_was_killed_begins_again_and_leaves_no_ghost(@TempDir Path folder)
            throws SQLException, IOException {
        try (TestPipeline pipeline = TestPipeline.open("snapshot")) {
            new SocialDatabase(pipeline.settings().database()).create();
            pipeline.sql("insert into users (id, username)"
                    + " select gen_random_uuid(), 'user-' || n from generate_series(1, 50000) n");
            pipeline.setup();
            TableTopics topics = new TableTopics(pipeline.settings());
            Path log = folder.resolve("capture.log");
            try (CaptureProcess first = CaptureProcess.start(pipeline.environment(), 256, log);
                    CapturedChanges published = new CapturedChanges(
                            pipeline.settings().kafka(),
                            new TopicNames(pipeline.settings().prefix()),
                            pipeline.settings().mapping())) {
                await().atMost(DEADLINE).pollInterval(Duration.ofMillis(5)).until(() -> published.count() > 4_000);
                first.kill();
            }
            pipeline.sql("delete from users where username like '%7' or username like '%3'");
            try (CaptureProcess second = CaptureProcess.start(pipeline.environment(), 256, log)) {
                awaitMirror(pipeline);
                assertThat(second.said("the snapshot was broken off")).isTrue();
                assertThat(topics.liveKeys("users")).isEqualTo(40_000);
                pipeline.sql("delete from users where username like '%1'");
                awaitMirror(pipeline);
                second.check();
            }
        }
    }

    @Test
    void a_lost_slot_is_mended_by_a_new_snapshot_that_was_asked_for() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.sample("resnapshot").started();
                LogLines log = LogLines.record()) {
            pipeline.awaitTidemark();
            pipeline.stopCaptureAndFreeSlot();
            pipeline.sql("select pg_drop_replication_slot('"
                    + pipeline.settings().capture().slotName() + "')");
            pipeline.sql(
                    "delete from users where username = 'alice'",
                    "update users set username = 'robert' where username = 'bob'",
                    "insert into users (id, username) values (gen_random_uuid(), 'unseen')");
            pipeline.startCapture();
            CaptureApp refused = pipeline.capture();
            assertThatThrownBy(refused::awaitEnd)
                    .isInstanceOfSatisfying(
                            TidemarkException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.POSITION_LOST));
            pipeline.stopCapture();
            try (Connection connection =
                    Connections.openAsApplication(pipeline.settings().database())) {
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    // a transaction with an id keeps the new slot, and so the snapshot, from being made
                    statement.execute("select pg_current_xact_id()");
                }
                pipeline.startCapture(true);
                await("the tidemark goes back before the snapshot is read")
                        .atMost(DEADLINE)
                        .untilAsserted(() -> assertThat(pipeline.tidemark()).contains("0/0"));
                connection.rollback();
            }
            awaitMirror(pipeline);
            pipeline.awaitEqual();
            pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'seen')");
            awaitMirror(pipeline);
            pipeline.awaitEqual();
            assertThat(log.messages())
                    .anyMatch(line -> line.contains("takes a new snapshot: the tidemark"))
                    .noneMatch(line -> line.contains("another database"));
        }
    }

    /** Waits until the users' topic holds as many keys as the table, after the last change has passed. */
    private static void awaitMirror(TestPipeline pipeline) throws SQLException {
        TableTopics topics = new TableTopics(pipeline.settings());
        pipeline.awaitCaptured();
        assertThat(topics.liveKeys("users")).isEqualTo(rows(pipeline));
    }

    private static long rows(TestPipeline pipeline) throws SQLException {
        try (Connection connection =
                        Connections.openAsApplication(pipeline.settings().database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from users")) {
            row.next();
            return row.getLong(1);
        }
    }
}
