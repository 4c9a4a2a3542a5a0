package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.capture.engine.SourceLock;
import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaCalls;
import io.tidemark.postgres.Connections;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A capture that shows no life loses its lock to its standby; one that lives shows it, and notices when the lock is gone. */
@Timeout(90)
final class LockKeptIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String HOLDER = "from pg_stat_activity a join pg_locks l using (pid)"
            + " where l.locktype = 'advisory' and l.granted and a.datname = current_database()";

    private TestPipeline pipeline;

    @BeforeEach
    void open() throws SQLException {
        pipeline = TestPipeline.tables("lock_kept", Map.of("TIDEMARK_PARTITIONS", "1"));
    }

    @AfterEach
    void close() throws SQLException {
        pipeline.close();
    }

    @Test
    void postgres_lets_go_of_a_lock_that_nobody_shows_life_on_for_a_minute() throws SQLException {
        try (SourceLock lock = SourceLock.take(pipeline.settings().capture(), 0);
                Statement statement = lock.connection().createStatement();
                ResultSet row = statement.executeQuery("show idle_session_timeout")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("1min");
        }
    }

    @Test
    void a_running_capture_shows_life_every_few_seconds() throws SQLException {
        startCapture();
        String first = awaitHolder("a.state_change::text");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(one("a.state_change::text")).isNotEqualTo(first));
    }

    @Test
    void a_capture_whose_lock_is_gone_takes_it_again_before_it_goes_on() throws SQLException {
        startCapture();
        String first = awaitHolder("a.pid::text");
        try (LogLines log = LogLines.record()) {
            pipeline.sql("select pg_terminate_backend(" + first + ")");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(one("a.pid::text"))
                            .isNotEqualTo("nobody")
                            .isNotEqualTo(first));
            assertThat(log.messages()).anySatisfy(line -> assertThat(line).contains("the capture's lock is gone"));
        }
        pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'after')");
        await().atMost(SOON).until(() -> new TableTopics(pipeline.settings()).count("users") == 1);
    }

    /** Seen: heartbeat and all checks stood still, while the capture said that it was ready. */
    @Test
    void a_session_of_the_lock_that_does_not_answer_is_named_and_the_capture_is_not_ready() throws Exception {
        startCapture();
        String holder = awaitHolder("a.pid::text");
        signal("STOP", holder);
        try {
            await().atMost(SOON)
                    .until(() -> pipeline.capture()
                            .waitsFor()
                            .filter(why -> why.contains("session " + holder + " of Postgres holds this capture's lock"))
                            .isPresent());
            assertThat(pipeline.capture().isStandby())
                    .as("no other capture runs")
                    .isFalse();
        } finally {
            signal("CONT", holder);
        }
        pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'after')");
        await().atMost(SOON).until(() -> new TableTopics(pipeline.settings()).count("users") == 1);
        assertThat(pipeline.capture().waitsFor()).isEmpty();
    }

    /** As a coordinator does with a transaction that was open for too long: the epoch is another, and no capture took over. */
    @Test
    void a_capture_that_was_fenced_continues_when_it_still_has_its_lock() throws SQLException {
        startCapture();
        try (Admin admin = KafkaAdmin.open(pipeline.settings().kafka().client())) {
            for (int row = 1; row <= 3; row++) {
                KafkaCalls.get(
                        "fence",
                        admin.fenceProducers(
                                        List.of(pipeline.settings().capture().transactionalId()))
                                .all());
                pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'row " + row + "')");
                int rows = row;
                await().atMost(SOON).until(() -> new TableTopics(pipeline.settings()).count("users") == rows);
            }
        }
        assertThat(pipeline.capture().hasEnded()).isFalse();
    }

    private static void signal(String signal, String process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-s", signal, process).start().waitFor())
                .isZero();
    }

    private void startCapture() {
        pipeline.startCapture();
        await().atMost(SOON)
                .until(() -> new TableTopics(pipeline.settings()).progress().isPresent());
    }

    private String awaitHolder(String what) throws SQLException {
        await().atMost(SOON).until(() -> !one(what).equals("nobody"));
        return one(what);
    }

    private String one(String what) throws SQLException {
        try (Connection connection =
                        Connections.openAsApplication(pipeline.settings().database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select " + what + " " + HOLDER)) {
            return row.next() ? row.getString(1) : "nobody";
        }
    }
}
