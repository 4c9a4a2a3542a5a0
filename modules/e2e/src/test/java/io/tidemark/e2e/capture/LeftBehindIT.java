package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.TestPipeline;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A graph that was left behind for longer than its topics keep deletes may have missed some, and is told so. */
@Timeout(90)
final class LeftBehindIT {

    private static final Duration LONGER_THAN_DELETES_ARE_KEPT = Duration.ofDays(30);

    private TestPipeline pipeline;

    @BeforeEach
    void open() throws SQLException {
        pipeline = TestPipeline.sample("behind").started();
        pipeline.stopSink();
    }

    @AfterEach
    void close() throws SQLException {
        pipeline.close();
    }

    @Test
    void the_sink_says_which_partitions_may_lack_deletes_and_goes_on() throws SQLException {
        pipeline.driver()
                .executableQuery("MATCH (w:TidemarkWatermark) WHERE w.topic ENDS WITH '.users'"
                        + " SET w.recordMillis = w.recordMillis - " + LONGER_THAN_DELETES_ARE_KEPT.toMillis())
                .execute();
        pipeline.sql("update users set username = 'x' || username", "delete from follows");
        pipeline.awaitCaptured();
        try (LogLines log = LogLines.record()) {
            pipeline.startSink();
            pipeline.awaitEqual();
            assertThat(log.messages())
                    .filteredOn(line -> line.contains("deletes may be gone"))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line)
                            .startsWith(pipeline.settings().prefix() + ".public.users-")
                            .contains("the last record the graph has of it is")
                            .contains("run a repair or a rebuild"));
        }
    }
}
