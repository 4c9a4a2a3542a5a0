package io.tidemark.e2e.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.devstack.Server;
import io.tidemark.e2e.fixture.RunningPipeline;
import io.tidemark.e2e.fixture.Servers;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.e2e.fixture.TrialFixture;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;

/** Neo4j goes away under load and comes back: the sink goes on by itself and puts nothing aside. */
@Tag("slow")
@Timeout(120)
final class Neo4jOutageIT {

    /** Load enough, and not so much that catching up takes longer than the outage. */
    private static final long BETWEEN_WRITES_MILLIS = 50;

    @RegisterExtension
    static final RunningPipeline RUNNING = RunningPipeline.social("outage");

    private final TestPipeline pipeline = RUNNING.pipeline();

    @Test
    void the_sink_waits_alive_but_not_ready_and_goes_on() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> write(stop));
        try {
            Servers.stack().kill(Server.NEO4J);
            await().atMost(Duration.ofSeconds(30)).until(() -> !pipeline.sink().isReady());
            assertThat(pipeline.sink().isAlive()).isTrue();
        } finally {
            Servers.stack().start(Server.NEO4J);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> pipeline.sink().isReady());
        stop.set(true);
        traffic.get();
        pipeline.awaitEqual();
        assertThat(pipeline.applied()).isEqualTo(pipeline.capture().publishedChanges());
        assertThat(pipeline.sink().deadLetters()).isZero();
    }

    /** As a time limit does, or an administrator. */
    @Test
    void a_transaction_that_somebody_ends_while_it_waits_for_a_lock_is_begun_anew() throws SQLException {
        try (Session session = pipeline.driver().session();
                Transaction lock = session.beginTransaction()) {
            lock.run("MATCH (w:TidemarkWatermark) SET w:TidemarkWatermark").consume();
            pipeline.sql("update users set username = left(gen_random_uuid()::text, 20)");
            for (int times = 0; times < 2; times++) {
                await().atMost(Duration.ofSeconds(30)).until(() -> !blocked().isEmpty());
                List<Object> blocked = blocked();
                pipeline.driver()
                        .executableQuery("TERMINATE TRANSACTIONS $ids")
                        .withParameters(Map.of("ids", blocked))
                        .execute();
                await().atMost(Duration.ofSeconds(30)).until(() -> Collections.disjoint(blocked, blocked()));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> !blocked().isEmpty());
            lock.rollback();
        }
        pipeline.awaitEqual();
        assertThat(pipeline.sink().isAlive()).isTrue();
        assertThat(pipeline.sink().deadLetters()).isZero();
    }

    private List<Object> blocked() {
        return pipeline
                .driver()
                .executableQuery("SHOW TRANSACTIONS YIELD transactionId, status WHERE status STARTS WITH 'Blocked'"
                        + " RETURN transactionId")
                .execute()
                .records()
                .stream()
                .map(row -> row.get(0).asObject())
                .toList();
    }

    private void write(AtomicBoolean stop) {
        try {
            while (!stop.get()) {
                pipeline.sql(
                        "update users set username = left(gen_random_uuid()::text, 20)",
                        "delete from follows",
                        "insert into follows (follower_id, following_id)"
                                + " select a.id, b.id from users a, users b where a.id < b.id");
                TrialFixture.during(BETWEEN_WRITES_MILLIS);
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
