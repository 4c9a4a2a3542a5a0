package io.tidemark.e2e.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.RunningPipeline;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.graphstore.Holds;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While a hold lies on the graph the sink writes nothing; a graph that is cleared under traffic ends equal. */
@Timeout(90)
final class HoldIT {

    @RegisterExtension
    static final RunningPipeline RUNNING = RunningPipeline.social("hold");

    private final TestPipeline pipeline = RUNNING.pipeline();
    private Holds holds;

    @BeforeEach
    void open() throws SQLException {
        holds = pipeline.graph().holds(pipeline.settings().prefix());
    }

    @Test
    void a_sink_waits_alive_but_not_ready_until_the_hold_is_lifted() throws SQLException {
        await().atMost(Duration.ofSeconds(20)).until(() -> pipeline.sink().isReady());
        holds.set("a test");
        try (LogLines log = LogLines.record()) {
            pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'held')");
            await().atMost(Duration.ofSeconds(20)).until(() -> !pipeline.sink().isReady());
            assertThat(pipeline.sink().isAlive()).isTrue();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> log.messages().stream().anyMatch(line -> line.contains("a hold lies on")));
        }
        assertThat(held()).isEqualTo(0L);
        holds.lift();
        pipeline.awaitEqual();
        assertThat(held()).isEqualTo(1L);
        await().atMost(Duration.ofSeconds(20)).until(() -> pipeline.sink().isReady());
    }

    @Test
    void a_graph_that_is_cleared_while_rows_change_ends_equal() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Integer> traffic = CompletableFuture.supplyAsync(() -> write(stop));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(pipeline.graph("MATCH (n:User) RETURN count(n) > 30"))
                        .isEqualTo(true));
        holds.set("a clear");
        assertThat(holds.forgetPositions()).isPositive();
        do {
            pipeline.driver()
                    .executableQuery("MATCH (n:UserRef) CALL (n) { DETACH DELETE n }")
                    .execute();
        } while (holds.forgetPositions() > 0);
        assertThat(pipeline.graph("MATCH (n:UserRef) RETURN count(n)")).isEqualTo(0L);
        assertThat(pipeline.graph("MATCH (n:TidemarkWatermark) RETURN count(n)"))
                .isEqualTo(0L);
        holds.lift();
        stop.set(true);
        assertThat(traffic.get()).isPositive();
        pipeline.awaitEqual();
    }

    private int write(AtomicBoolean stop) {
        int written = 0;
        try {
            while (!stop.get()) {
                pipeline.sql("insert into users (id, username) values (gen_random_uuid(), 'traffic" + written + "')");
                written++;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return written;
    }

    private @Nullable Object held() {
        return pipeline.graph("MATCH (n:User {username: 'held'}) RETURN count(n)");
    }
}
