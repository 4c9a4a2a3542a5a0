package io.tidemark.e2e.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import io.tidemark.sink.SinkApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table, a relationship type and a property are taken out of the mapping: verify does not compare them, check names them. */
@Timeout(120)
final class ChangedMappingIT {

    private static final String BEFORE = """
            nodes:
              - { table: people, label: Person, key: id, properties: [name, bio] }
              - { table: teams, label: Team, key: id, properties: [name] }
            edges:
              - { table: members, type: MEMBER, from: { column: person, label: Person }, to: { column: team, label: Team } }
            """;
    private static final String AFTER = "nodes:\n  - { table: people, label: Person, key: id, properties: [name] }\n";

    @Test
    void what_was_taken_out_is_named_and_cleared(@TempDir Path folder) throws SQLException, IOException {
        try (TestPipeline pipeline = TestPipeline.open("changed", Map.of(TestPipeline.MAPPING, BEFORE))) {
            pipeline.sql(
                    "create table people (id integer primary key, name text, bio text)",
                    "create table teams (id integer primary key, name text)",
                    "create table members (person integer, team integer, primary key (person, team))",
                    "insert into people select i, 'n', 'b' from generate_series(1, 5) i",
                    "insert into teams values (1, 't')",
                    "insert into members select i, 1 from generate_series(1, 3) i");
            pipeline.setup();
            pipeline.started();
            pipeline.stopSink();
            String mapping =
                    Files.writeString(folder.resolve("after.yaml"), AFTER).toString();
            Reconciler before = new Reconciler(pipeline, folder.resolve("before"));
            Reconciler after =
                    new Reconciler(pipeline, folder.resolve("after")).with(Setting.TIDEMARK_MAPPING, mapping);
            assertThat(before.run("check").out()).doesNotContain("leftovers");
            assertThat(after.run("check").out())
                    .contains("leftovers", "property bio of (:Person)", "(:Team {id})", "(:Person)-[:MEMBER]->(:Team)");

            Reconciler.Run cleared = after.run("clear", "--yes");
            assertThat(cleared.exitCode()).as(cleared.out() + cleared.err()).isZero();
            assertThat(pipeline.graph("MATCH (n) WHERE n:Person OR n:PersonRef OR n:Team OR n:TeamRef OR"
                            + " n:TidemarkMapping RETURN count(n)"))
                    .isEqualTo(0L);

            Map<String, String> environment = new HashMap<>(pipeline.environment());
            environment.put("TIDEMARK_MAPPING", mapping);
            try (SinkApp sink = new SinkApp(Settings.of(environment).sink())) {
                sink.start();
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(pipeline.graph("MATCH (p:Person {name: 'n'}) RETURN count(p)"))
                                .isEqualTo(5L));
            }
            assertThat(pipeline.graph("MATCH (n) WHERE n.bio IS NOT NULL OR n:TeamRef RETURN count(n)"))
                    .isEqualTo(0L);
            assertThat(after.run("check").out()).doesNotContain("leftovers");
        }
    }
}
