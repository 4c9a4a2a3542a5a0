package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.pipeline.TidemarkAge;
import io.tidemark.lab.social.SteadyTraffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A large table is added to the mapping under traffic, and the tidemark of the others stays current. The aim is for a machine
 * with nothing else to do: {@code -Dit.compiler= -Dtidemark.fill.rows=500000 -Dtidemark.fill.lag=5}.
 */
@Tag("slow")
@Timeout(1200)
final class FillUnderLoadIT {

    private static final int ROWS = Integer.getInteger("tidemark.fill.rows", 150_000);
    private static final int TRANSACTIONS_PER_SECOND = 500;
    private static final Duration LONGEST_LAG = Duration.ofSeconds(Integer.getInteger("tidemark.fill.lag", 10));
    private static final Duration LONGEST_FILL = Duration.ofMinutes(15);

    @Test
    void a_large_table_is_filled_and_the_others_stay_current() throws SQLException, IOException {
        try (TestPipeline pipeline = TestPipeline.sample("fill")) {
            pipeline.sql(
                    "create table notes (id bigint primary key, author uuid, note text)",
                    "insert into notes select i, gen_random_uuid(), 'note ' || i from generate_series(1, " + ROWS
                            + ") i");
            pipeline.sqlAlone("analyze notes");
            pipeline.started();
            String prefix = pipeline.settings().prefix();
            try (SteadyTraffic traffic =
                            new SteadyTraffic(pipeline.settings().database(), TRANSACTIONS_PER_SECOND, 20_261_127);
                    TidemarkAge age = new TidemarkAge(pipeline.graph(), prefix)) {
                String social = Files.readString(
                        Path.of(System.getProperty("tidemark.root")).resolve("connectors/social-graph.yaml"));
                pipeline.remap(social.replaceFirst(
                        "nodes:\n",
                        "nodes:\n  - { table: notes, label: Note, key: id, properties: [author, note] }\n"));
                pipeline.setup();
                long stopped = System.nanoTime();
                pipeline.stopSink();
                pipeline.stopCaptureAndFreeSlot();
                pipeline.startSink();
                pipeline.startCapture();
                long began = System.nanoTime();
                waiting().until(() -> isFilling(pipeline));
                waiting().atMost(LONGEST_FILL).until(() -> !isFilling(pipeline));
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                Duration lag = age.greatestOnceCurrentSince(began).orElseThrow();
                System.out.printf(
                        "fill of %,d rows: %.1f s, %,.0f transactions/s beside it, greatest age of the tidemark %.2f s;"
                                + " with the restart before it %.2f s%n",
                        ROWS,
                        took.toMillis() / 1e3,
                        traffic.rate(),
                        lag.toMillis() / 1e3,
                        age.greatestSince(stopped).toMillis() / 1e3);
                assertThat(lag).isLessThan(LONGEST_LAG);
            }
            pipeline.awaitTidemark();
            assertThat(pipeline.differences()).isEmpty();
            assertThat(pipeline.graph("MATCH (n:Note) RETURN count(n)")).isEqualTo((long) ROWS);
        }
    }

    private static boolean isFilling(TestPipeline pipeline) {
        return Objects.equals(
                true,
                pipeline.graph("OPTIONAL MATCH (t:Tidemark {prefix: '"
                        + pipeline.settings().prefix() + "'}) RETURN t['filling'] IS NOT NULL"));
    }

    private static ConditionFactory waiting() {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
    }
}
