package io.tidemark.reconciler.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.model.TableName;
import io.tidemark.reconciler.repair.Backfill.TableEstimate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackfillPlanTest {

    @Test
    void a_plan_without_rows_is_none() {
        assertThatIllegalArgumentException().isThrownBy(() -> plan(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> plan(1, -1));
    }

    @Test
    void an_estimate_names_the_tables_that_were_never_counted() {
        Backfill.Estimate estimate = new Backfill.Estimate(
                List.of(
                        new TableEstimate(TableName.parse("users"), 90_001, 19),
                        new TableEstimate(TableName.parse("follows"), 0, 1)),
                10_000);
        assertThat(estimate.time()).isEqualTo(Duration.ofSeconds(10));
        assertThat(estimate.assumptions())
                .containsExactly(
                        "rows as of the last ANALYZE or vacuum; public.follows has none or was never counted: run ANALYZE",
                        "10,000 rows a second from Postgres to the graph, and no lag to wait for");
    }

    private static Backfill.Plan plan(int chunkRows, double rowsPerSecond) {
        return new Backfill.Plan(List.of(), chunkRows, 0, Duration.ZERO, rowsPerSecond);
    }
}
