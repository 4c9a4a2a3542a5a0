package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.ApplicationWorkload;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.social.SocialDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nothing Tidemark does makes a statement of the application fail, or wait for longer than a second (I10). */
@Tag("slow")
@Timeout(300)
final class NoHarmIT {

    private static final Logger LOG = LoggerFactory.getLogger(NoHarmIT.class);

    private final long seed = System.nanoTime();

    private static TestPipeline tables() throws SQLException {
        TestPipeline pipeline = TestPipeline.open("harmless");
        SocialDatabase social = new SocialDatabase(pipeline.settings().database());
        social.create();
        social.loadSample();
        pipeline.sql(
                "alter table users add column bio text, add column loud text generated always as (upper(bio)) stored",
                "insert into users (id, username) select gen_random_uuid(), gen_random_uuid() from generate_series(1, 10000)");
        return pipeline;
    }

    @Test
    void the_application_notices_nothing_from_setup_to_teardown(@TempDir Path folder) throws SQLException {
        LOG.info("seed {}", seed);
        try (TestPipeline pipeline = tables()) {
            try (ApplicationWorkload application = ApplicationWorkload.start(pipeline, seed)) {
                during("setup", application, pipeline::setup);
                during("snapshot", application, () -> {
                    pipeline.startCapture();
                    pipeline.startSink();
                    pipeline.awaitTidemark();
                });
                during("migrations", application, () -> {
                    for (String migration : List.of(
                            "alter table users add column nick text",
                            "alter table users alter column nick type varchar(80)",
                            "alter table users alter column username type varchar(60)",
                            "alter table users drop column nick",
                            "truncate mutes")) {
                        application.run(migration);
                    }
                    pipeline.awaitTidemark();
                });
                during("refresh", application, () -> {
                    pipeline.sql("select pg_logical_emit_message(true, 'tidemark.refresh', '{\"table\":\"users\"}')");
                    pipeline.awaitTidemark();
                });
                during("repair", application, () -> {
                    pipeline.graph("MATCH (u:User {username: 'alice'}) SET u.username = 'drifted' RETURN 1");
                    Reconciler reconciler = new Reconciler(pipeline, folder);
                    reconciler.run("verify");
                    reconciler.run("repair", "--last", "--execute");
                });
                during("new snapshot", application, () -> {
                    pipeline.stopCaptureAndFreeSlot();
                    pipeline.startCapture(true);
                    pipeline.awaitTidemark();
                });
            }
            pipeline.awaitEqual();
            assertThat(pipeline.capture().hasEnded()).isFalse();
            try (ApplicationWorkload application = ApplicationWorkload.start(pipeline, ~seed)) {
                during("teardown", application, () -> {
                    pipeline.stopSink();
                    pipeline.stopCaptureAndFreeSlot();
                    pipeline.sql("select pg_drop_replication_slot('"
                            + pipeline.settings().capture().slotName() + "')");
                    pipeline.sql(
                            "drop publication " + pipeline.settings().capture().publicationName());
                });
            }
        }
    }

    /** A phase of Tidemark's, with some statements of the application in it and after it. */
    private static void during(String phase, ApplicationWorkload application, Phase work) throws SQLException {
        long before = application.statements();
        work.run();
        await().atMost(Duration.ofSeconds(30)).until(() -> application.statements() > before + 100);
        assertThat(application.complaints()).as(phase).isEmpty();
        LOG.info("{}: {} statements of the application", phase, application.statements() - before);
    }

    @FunctionalInterface
    private interface Phase {
        void run() throws SQLException;
    }

    @Test
    void a_lock_that_is_held_for_longer_is_counted() throws SQLException {
        try (TestPipeline pipeline = tables();
                ApplicationWorkload application = ApplicationWorkload.start(pipeline, seed)) {
            pipeline.sql("lock table users in share mode", "select pg_sleep(1.5)");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(application.complaints())
                            .anyMatch(complaint -> complaint.contains("lock timeout"))
                            .anyMatch(complaint -> complaint.contains("took 1")));
        }
    }
}
