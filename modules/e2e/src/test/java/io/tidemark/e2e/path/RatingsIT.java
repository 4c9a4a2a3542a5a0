package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.TestPipeline;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Another schema needs no code. */
final class RatingsIT {

    @Test
    void ratings_between_accounts_are_a_mapping_away() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("ratings", Map.of(TestPipeline.MAPPING, """
                nodes:
                  - { table: market.accounts, label: Account, key: number, properties: [] }
                edges:
                  - { table: market.ratings, type: RATED, from: { column: source, label: Account },
                      to: { column: target, label: Account }, properties: [rating, { rated_at: time }] }
                """))) {
            pipeline.sql(
                    "create schema market",
                    "create table market.accounts (number bigint primary key)",
                    """
                    create table market.ratings (target bigint, source bigint, rating smallint not null,
                      rated_at timestamptz not null, comment text, primary key (target, source))""",
                    "insert into market.accounts select generate_series(1, 200)",
                    """
                    insert into market.ratings select t, s, (s * 7 + t) % 21 - 10, to_timestamp(1300000000 + s * t), 'x'
                      from generate_series(1, 200) s, generate_series(1, 200) t where (s * t) % 37 = 3 and s <> t""");
            pipeline.setup();
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.sql("update market.ratings set rating = 10 where source = 3");
            pipeline.sql("delete from market.ratings where source = 5");
            pipeline.awaitEqual();
            assertThat(pipeline.graph("MATCH (:Account)-[r:RATED]->() RETURN count(r) > 900"))
                    .isEqualTo(true);
            assertThat(pipeline.graph("MATCH ()-[r:RATED]->() UNWIND keys(r) AS k RETURN collect(DISTINCT k)"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .containsExactlyInAnyOrder("rating", "time");
        }
    }
}
