package io.tidemark.e2e.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database in another encoding, with the two zeros of a floating point number among its values. */
@Timeout(120)
final class EncodingIT {

    @Test
    void keys_beyond_ascii_are_repaired_with_their_neighbours(@TempDir Path folder) throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open(
                "latin",
                Map.of(
                        TestPipeline.MAPPING,
                        "nodes:\n  - { table: people, label: Person, key: name, properties: [note, score] }",
                        TestPipeline.ENCODING,
                        "LATIN1"))) {
            pipeline.sql(
                    "create table people (name text primary key, note text, score double precision)",
                    "insert into people values ('é', 'ü', 0), ('plain', 'ß', 0.5), ('gone', null, null)");
            pipeline.setup();
            pipeline.started();
            pipeline.awaitTidemark();
            pipeline.sql("update people set score = '-0' where name = 'é'");
            pipeline.awaitTidemark();
            Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
            Reconciler.Run clean = reconciler.run("verify");
            assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
            pipeline.graph("MATCH (p:Person) SET p.note = 'drifted' RETURN 1");
            assertThat(reconciler.run("verify").exitCode()).isEqualTo(3);
            Reconciler.Run repaired = reconciler.run("repair", "--last", "--execute");
            assertThat(repaired.exitCode()).as(repaired.out() + repaired.err()).isZero();
            assertThat(pipeline.graph("MATCH (p:Person {name: 'é'}) RETURN p.note"))
                    .isEqualTo("ü");
        }
    }
}
