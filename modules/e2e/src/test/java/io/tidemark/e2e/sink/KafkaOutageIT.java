package io.tidemark.e2e.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.devstack.Server;
import io.tidemark.e2e.fixture.Servers;
import io.tidemark.e2e.fixture.TestPipeline;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kafka goes away and comes back: both apps go on by themselves, and the sink says meanwhile that it does not apply. */
@Tag("slow")
@Timeout(150)
final class KafkaOutageIT {

    private static final Duration NOTICED = Duration.ofSeconds(30);
    private static final Duration BACK = Duration.ofSeconds(60);

    @Test
    void the_sink_waits_alive_but_not_ready_and_goes_on() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.sample("kafka_outage").started()) {
            await().atMost(NOTICED).until(() -> pipeline.sink().isReady());
            Servers.stack().kill(Server.KAFKA);
            try {
                pipeline.sql("update users set username = 'x' || username", "delete from mutes");
                await().atMost(NOTICED).until(() -> !pipeline.sink().isReady());
                assertThat(pipeline.sink().isAlive()).isTrue();
            } finally {
                Servers.stack().start(Server.KAFKA);
            }
            await().atMost(BACK).until(() -> pipeline.sink().isReady());
            pipeline.awaitEqual();
            await().atMost(NOTICED)
                    .until(() -> pipeline.applied() == pipeline.capture().publishedChanges());
            assertThat(pipeline.sink().deadLetters()).isZero();
        }
    }
}
