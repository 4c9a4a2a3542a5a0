package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scripts can tell a lost position, which needs a person, from everything that a fix and a restart mends. */
@Timeout(90)
final class ExitCodeIT {

    private static final int POSITION_LOST = 6;

    @Test
    void a_capture_whose_slot_was_dropped_ends_with_a_code_of_its_own() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.tables("exit")) {
            pipeline.startCapture();
            TableTopics topics = new TableTopics(pipeline.settings());
            await().atMost(Duration.ofSeconds(60)).until(() -> topics.progress().isPresent());
            pipeline.stopCapture();
            String slot = pipeline.settings().capture().slotName();
            pipeline.sql("select pg_drop_replication_slot('" + slot + "')");
            Launcher.Ended ended = new Launcher(pipeline.environment()).run("capture");
            assertThat(ended.code()).isEqualTo(POSITION_LOST);
            assertThat(ended.err())
                    .singleElement()
                    .asString()
                    .contains("replication slot " + slot + " was dropped", "./tidemark capture --resnapshot");
        }
    }
}
