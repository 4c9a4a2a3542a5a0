package io.tidemark.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.Servers;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.e2e.fixture.TrialFixture;
import io.tidemark.lab.chaos.ChaosPlan;
import io.tidemark.lab.chaos.ChaosResult;
import io.tidemark.lab.chaos.ChaosRun;
import io.tidemark.lab.chaos.RelationTables;
import io.tidemark.lab.chaos.fault.Fault;
import io.tidemark.lab.chaos.writer.Load;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short storm over everything; {@code ./tidemark chaos} makes longer ones. */
@Tag("slow")
final class ChaosIT {

    private static final ChaosPlan PLAN = new ChaosPlan(
            20_261_121, Duration.ofSeconds(60), Duration.ofSeconds(60), Load.brief(), Fault.possible(1), true);

    @TempDir
    private Path folder;

    @Test
    void nothing_is_lost_repeated_or_wrong_and_the_tidemark_does_not_lie()
            throws SQLException, IOException, InterruptedException {
        try (TestPipeline pipeline = TestPipeline.open(
                "chaos",
                Map.of("TIDEMARK_MAPPING", RelationTables.mapping(folder).toString()))) {
            ChaosResult result = ChaosRun.run(
                    PLAN,
                    Servers.stack(),
                    pipeline.environment(),
                    TrialFixture.logs("chaos"),
                    new PrintWriter(System.err, true, StandardCharsets.UTF_8));
            System.err.println(result.text());
            assertThat(result.kills()).isPositive();
            assertThat(result).matches(ChaosResult::clean, "clean");
        }
    }
}
