package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.ReplicationSlot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A table that is rewritten before a snapshot reaches it is empty in the snapshot: its rows must not be swept. */
@Timeout(180)
final class RewrittenTableIT {

    @Test
    void a_snapshot_that_a_rewrite_has_spoiled_is_taken_again() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("rewritten", Map.of(TestPipeline.MAPPING, """
                        nodes:
                          - { table: a_large, label: Large, key: id, properties: [name] }
                          - { table: b_small, label: Small, key: id, properties: [name] }
                        """));
                LogLines log = LogLines.record()) {
            pipeline.sql(
                    "create table a_large (id integer primary key, name text)",
                    "create table b_small (id integer primary key, name text)",
                    "insert into a_large select i, 'n' from generate_series(1, 80000) i",
                    "insert into b_small select i, 'n' from generate_series(1, 100) i");
            pipeline.setup();
            pipeline.startCapture();
            String slot = pipeline.settings().capture().slotName();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        try (Connection connection =
                                Connections.open(pipeline.settings().database())) {
                            return ReplicationSlot.find(connection, slot)
                                    .filter(found -> found.confirmed() != null)
                                    .isPresent();
                        }
                    });
            pipeline.sql("alter table b_small add column extra uuid default gen_random_uuid()");
            pipeline.startSink();
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> log.messages().stream()
                            .anyMatch(line -> line.contains("tables [public.b_small] were rewritten")));
            pipeline.awaitEqual();
            assertThat(pipeline.graph("MATCH (s:Small) RETURN count(s)")).isEqualTo(100L);
        }
    }
}
