package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Progress;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.ReplicationSlot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Captured tables may rest: progress moves on, and Postgres need not keep the log of the others. */
final class HeartbeatIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final long MEGABYTE = 1024 * 1024;

    @Test
    void an_idle_table_behind_a_busy_one_holds_nothing_back() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.tables("idle")) {
            pipeline.startCapture();
            TableTopics topics = new TableTopics(pipeline.settings());
            await().atMost(DEADLINE).until(() -> topics.progress().isPresent());
            pipeline.sql("create table busy (text text)");
            String slot = pipeline.settings().capture().slotName();
            long written = 0;
            for (int round = 0; round < 4; round++) {
                Lsn before = written(pipeline);
                pipeline.sql("insert into busy select repeat(md5(n::text), 30) from generate_series(1, 10000) n");
                Lsn after = written(pipeline);
                written += after.bytesSince(before);
                await("the slot lets go")
                        .atMost(DEADLINE)
                        .until(() -> confirmed(pipeline, slot).compareTo(after) >= 0);
                await("progress")
                        .atMost(DEADLINE)
                        .until(() -> topics.progress()
                                        .map(Progress::lsn)
                                        .orElseThrow()
                                        .compareTo(after)
                                >= 0);
            }
            // What Postgres may recycle also waits for its own checkpoints of running transactions.
            pipeline.sqlAlone("checkpoint");
            assertThat(written).isGreaterThan(30 * MEGABYTE);
            await("retained bytes stay flat").atMost(DEADLINE).until(() -> {
                try (Connection connection =
                        Connections.openAsApplication(pipeline.settings().database())) {
                    return ReplicationSlot.find(connection, slot).orElseThrow().retainedBytes() < MEGABYTE;
                }
            });
        }
    }

    private static Lsn written(TestPipeline pipeline) throws SQLException {
        try (Connection connection =
                Connections.openAsApplication(pipeline.settings().database())) {
            return Cluster.of(connection).written();
        }
    }

    private static Lsn confirmed(TestPipeline pipeline, String slot) throws SQLException {
        try (Connection connection =
                Connections.openAsApplication(pipeline.settings().database())) {
            Lsn confirmed = ReplicationSlot.find(connection, slot).orElseThrow().confirmed();
            return confirmed == null ? new Lsn(0) : confirmed;
        }
    }
}
