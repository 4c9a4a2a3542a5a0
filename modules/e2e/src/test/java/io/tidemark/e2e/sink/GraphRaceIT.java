package io.tidemark.e2e.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.graphstore.GraphRaceScenario;
import io.tidemark.graphstore.TenantPlans;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two writers at once on the same nodes end in the graph that the rows describe (I5). */
final class GraphRaceIT {

    private static final int ROUNDS = 25;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void concurrent_writers_end_in_the_graph_the_rows_describe(long seed) throws SQLException, InterruptedException {
        race(seed);
    }

    @Test
    void whatever_the_histories() throws SQLException, InterruptedException {
        race(new Random().nextLong());
    }

    @Test
    void keys_of_several_columns() throws SQLException, InterruptedException {
        long seed = new Random().nextLong();
        System.err.println("GraphRaceIT seed " + seed + " with tenants");
        try (TestPipeline pipeline = TestPipeline.open("race")) {
            assertThat(TenantPlans.ofRanges(pipeline.graph()))
                    .as("a comparison that reads everything for each range")
                    .isNotEmpty()
                    .noneMatch(operator -> operator.contains("Scan"));
            assertThat(TenantPlans.ofMerges(pipeline.graph()))
                    .as("a MERGE that does not lock makes two nodes of one key")
                    .contains("NodeUniqueIndexSeek(Locking)")
                    .isSubsetOf("NodeUniqueIndexSeek(Locking)", "NodeUniqueIndexSeek");
            GraphRaceScenario.withTenants(pipeline.graph(), seed).run(ROUNDS);
        }
    }

    private static void race(long seed) throws SQLException, InterruptedException {
        System.err.println("GraphRaceIT seed " + seed);
        try (TestPipeline pipeline = TestPipeline.open("race")) {
            new GraphRaceScenario(pipeline.graph(), seed).run(ROUNDS);
        }
    }
}
