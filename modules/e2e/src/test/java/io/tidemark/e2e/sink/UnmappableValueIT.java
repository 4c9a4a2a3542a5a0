package io.tidemark.e2e.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.TestPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A row with a value that the graph has no counterpart for is put aside alone, by its column (I9). */
@Timeout(180)
final class UnmappableValueIT {

    @Test
    void a_row_that_the_graph_cannot_hold_is_put_aside_and_its_neighbours_are_not(@TempDir Path state)
            throws SQLException, IOException {
        try (TestPipeline pipeline = TestPipeline.open(
                "unmappable",
                Map.of(
                        TestPipeline.MAPPING,
                        "nodes:\n  - { table: notes, label: Note, key: id, properties: [tags] }",
                        "TIDEMARK_PARTITIONS",
                        "1"))) {
            pipeline.sql("create table notes (id integer primary key, tags text[])");
            pipeline.setup();
            assertThat(deadLetters(pipeline)).isEqualTo("no dead letters");
            assertThat(deadLetters(pipeline, "--json")).isEqualTo("[ ]");
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.sql("insert into notes values (1, '{a}'), (2, '{secret,null}'), (3, '{c}')");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(pipeline.graph("MATCH (n:Note) WITH n ORDER BY n.id RETURN collect(n.id)"))
                                    .hasToString("[1, 3]"));
            assertThat(pipeline.sink().deadLetters()).isEqualTo(1);
            assertThat(pipeline.sink().isAlive()).isTrue();
            JsonNode letters = new ObjectMapper().readTree(deadLetters(pipeline, "--json"));
            assertThat(letters).hasSize(1);
            assertThat(letters.get(0).get("kind").asText()).isEqualTo("UNMAPPABLE");
            assertThat(letters.get(0).get("key").asText()).isEqualTo("2");
            assertThat(letters.get(0).get("cause").asText())
                    .contains("column tags")
                    .contains("null element")
                    .doesNotContain("secret");
            pipeline.sql("update notes set tags = '{b}' where id = 2");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(
                                    pipeline.graph("OPTIONAL MATCH (n:Note {id: 2}) RETURN coalesce(n.tags, [])"))
                            .hasToString("[b]"));
            sendingManyAgainDoesNotEndTheSink(pipeline, state);
        }
    }

    /** A hundred in a row would. */
    private static void sendingManyAgainDoesNotEndTheSink(TestPipeline pipeline, Path state) throws SQLException {
        pipeline.sql("insert into notes select 1000 + n, case when n % 2 = 0 then '{a}'::text[] else '{null}' end"
                + " from generate_series(1, 240) n");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(pipeline.sink().deadLetters()).isEqualTo(121));
        String[] all = {"--all", "--state", state.toString()};
        assertThat(run(pipeline, 3, "dead-letters resend", all))
                .contains("1 dead letter is settled")
                .contains("120 still differ");
        assertThat(pipeline.sink().deadLetters()).isEqualTo(141);
        assertThat(pipeline.sink().isAlive()).isTrue();
        pipeline.sql("update notes set tags = '{b}' where tags = '{null}'");
        assertThat(run(pipeline, 0, "dead-letters resend", all))
                .isEqualTo("120 dead letters are settled: row and graph are equal");
        assertThat(deadLetters(pipeline)).isEqualTo("no dead letters");
    }

    private static String deadLetters(TestPipeline pipeline, String... more) {
        return run(pipeline, 0, "dead-letters", more);
    }

    private static String run(TestPipeline pipeline, int code, String command, String... more) {
        Launcher.Ended ended = new Launcher(pipeline.environment()).run(command, more);
        assertThat(ended.code()).as("%s %s", ended.out(), ended.err()).isEqualTo(code);
        return String.join("\n", ended.out());
    }
}
