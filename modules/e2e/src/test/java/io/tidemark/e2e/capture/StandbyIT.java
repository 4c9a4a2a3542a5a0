package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.CaptureProcess;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second capture waits, and is there when the first one dies. */
final class StandbyIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration TAKEOVER = Duration.ofSeconds(10);

    @Test
    void the_standby_takes_over_within_ten_seconds_and_nothing_is_there_twice(@TempDir Path folder)
            throws IOException, SQLException {
        try (TestPipeline pipeline = TestPipeline.tables("standby")) {
            TableTopics topics = new TableTopics(pipeline.settings());
            try (CaptureProcess first =
                    CaptureProcess.start(pipeline.environment(), 256, folder.resolve("first.log"))) {
                insert(pipeline, 1);
                await().atMost(DEADLINE).until(() -> topics.count("users") == 1);
                try (CaptureProcess second =
                        CaptureProcess.start(pipeline.environment(), 256, folder.resolve("second.log"))) {
                    await().atMost(DEADLINE).until(() -> second.said("standing by"));
                    insert(pipeline, 500);
                    first.kill();
                    insert(pipeline, 500);
                    long killed = System.nanoTime();
                    await().atMost(DEADLINE).until(() -> topics.count("users") == 1_001);
                    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(TAKEOVER);
                    insert(pipeline, 1);
                    await().atMost(DEADLINE).until(() -> topics.count("users") >= 1_002);
                    second.check();
                }
            }
            assertThat(Files.readAllLines(folder.resolve("second.log")).stream()
                            .filter(line -> line.contains("standing by")))
                    .as("a standby is nothing to warn of every five seconds")
                    .hasSize(1);
            assertThat(topics.count("users")).isEqualTo(1_002);
            assertThat(topics.distinctKeys("users")).isEqualTo(1_002);
        }
    }

    private static void insert(TestPipeline pipeline, int rows) throws SQLException {
        pipeline.sql("insert into users (id, username)"
                + " select gen_random_uuid(), gen_random_uuid()::text from generate_series(1, " + rows + ")");
    }
}
