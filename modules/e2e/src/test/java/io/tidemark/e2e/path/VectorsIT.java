package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Arrays of numbers with a vector index: through snapshot, log, dead letter, comparison, repair and rebuild. */
@Timeout(180)
final class VectorsIT {

    private static final String NEAREST =
            "CALL db.index.vector.queryNodes('tidemark_vector_Doc_embedding', 2, [1.0, 0.0, 0.0])"
                    + " YIELD node RETURN collect(node.id)";

    @TempDir
    private Path folder;

    @Test
    void numbers_become_a_list_with_an_index() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("vectors", Map.of(TestPipeline.MAPPING, """
                nodes:
                  - { table: docs, label: Doc, key: id, properties: [
                      { column: e, property: embedding, vector: { dimensions: 3, similarity: cosine } },
                      { column: wide, vector: { dimensions: 2, similarity: euclidean } }] }
                """))) {
            pipeline.sql(
                    "create table docs (id int primary key, e real[], wide double precision[])",
                    "insert into docs values (1, '{1,0.1,0}', '{0.1,1e300}'), (2, '{0,1,0}', null), (3, null, '{NaN,-0}')");
            assertThat(pipeline.setup()).contains("made      vector index tidemark_vector_Doc_embedding");
            assertThat(pipeline.setup()).contains("was there vector index tidemark_vector_Doc_wide");
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.awaitEqual();
            pipeline.sql(
                    "insert into docs values (4, '{0.9,0,0.1}', '{1,2}')",
                    "update docs set e = '{0,0,1}' where id = 3");
            pipeline.awaitEqual();
            assertThat(pipeline.graph("MATCH (n:Doc {id: 1}) RETURN n.embedding"))
                    .isEqualTo(List.of(1.0, 0.1, 0.0));
            assertThat(pipeline.graph("MATCH (n:Doc {id: 1}) RETURN n.wide")).isEqualTo(List.of(0.1, 1e300));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(pipeline.graph(NEAREST)).isEqualTo(List.of(1L, 4L)));
            otherLengths(pipeline);
            repairs(pipeline);
            otherOptions(pipeline);
        }
    }

    private static void otherLengths(TestPipeline pipeline) throws SQLException {
        pipeline.sql("insert into docs values (5, '{1,2}', null), (6, '{1,2,NULL}', null), (7, '{{1,2,3}}', null),"
                + " (8, '[0:2]={1,2,3}', null)");
        pipeline.awaitTidemark();
        assertThat(pipeline.graph("MATCH (n:Doc) WHERE n.id > 4 RETURN count(n)"))
                .isEqualTo(0L);
        Launcher.Ended listed = new Launcher(pipeline.environment()).run("dead-letters", "--json");
        assertThat(String.join("\n", listed.out()))
                .contains("column e: it has 2 numbers, and its vector index takes 3")
                .contains("column e: Neo4j cannot store an array with a null element");
        pipeline.sql("update docs set e = '{1,2,3}' where id = 5", "delete from docs where id > 5");
        pipeline.awaitEqual();
    }

    private void repairs(TestPipeline pipeline) throws SQLException {
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run clean = reconciler.run("verify");
        assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
        pipeline.graph("MATCH (n:Doc {id: 1}) SET n.embedding = [1.0, 0.2, 0.0] RETURN 1");
        pipeline.graph("MATCH (n:Doc {id: 2}) SET n.embedding = null RETURN 1");
        Reconciler.Run drifted = reconciler.run("verify", "--output=json");
        assertThat(drifted.exitCode()).as(drifted.err()).isEqualTo(3);
        assertThat(drifted.json().path("driftCount").asInt()).as(drifted.out()).isEqualTo(2);
        reconciler.run("repair", "--execute");
        assertThat(pipeline.differences()).isEmpty();
        Reconciler.Run rebuilt = reconciler.run("rebuild", "--yes");
        assertThat(rebuilt.exitCode()).as(rebuilt.out() + rebuilt.err()).isZero();
        pipeline.awaitEqual();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(pipeline.graph(NEAREST)).isEqualTo(List.of(1L, 4L)));
    }

    private static void otherOptions(TestPipeline pipeline) {
        pipeline.driver().executableQuery("DROP INDEX tidemark_vector_Doc_wide").execute();
        pipeline.driver()
                .executableQuery("CREATE VECTOR INDEX mine FOR (n:Doc) ON (n.wide) OPTIONS { indexConfig:"
                        + " { `vector.dimensions`: 4, `vector.similarity_function`: 'euclidean' } }")
                .execute();
        assertThatThrownBy(pipeline::setup)
                .hasMessage(
                        "vector index mine has 4 dimensions and similarity euclidean, and the mapping 2 dimensions and"
                                + " similarity euclidean: DROP INDEX `mine` IF EXISTS, and run this again, or correct the mapping");
    }
}
