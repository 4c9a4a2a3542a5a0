package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored generated columns, which Postgres 18 publishes: through snapshot, log, comparison, repair and rebuild. */
@Timeout(180)
final class GeneratedColumnsIT {

    private static final String LOUD = "MATCH (n:Person) WITH n ORDER BY n.id RETURN collect(n.loud)";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"mapped", "listed", "all"})
    void a_stored_column_is_a_property(String columns) throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open(
                "generated", Map.of("TIDEMARK_CAPTURE_COLUMNS", columns, TestPipeline.MAPPING, """
                nodes:
                  - { table: people, label: Person, key: id, properties: [name, loud, { column: span, as: text }] }
                """))) {
            pipeline.sql("create table people (id int primary key, name text, other text,"
                    + " loud text generated always as (upper(name)) stored,"
                    + " span int4range generated always as (int4range(id, length(name))) stored,"
                    + " quiet text generated always as (lower(name)) stored,"
                    + " never text generated always as (lower(name)) virtual)");
            pipeline.sql("insert into people (id, name) values (1, 'ann'), (2, 'berta')");
            pipeline.setup();
            assertThat(pipeline.setup()).anyMatch(line -> line.startsWith("was there publication"));
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.awaitEqual();
            pipeline.sql(
                    "insert into people (id, name) values (3, 'carla')",
                    "update people set name = 'anna' where id = 1",
                    "update people set other = 'x' where id = 2");
            pipeline.awaitEqual();
            assertThat(pipeline.graph(LOUD)).isEqualTo(List.of("ANNA", "BERTA", "CARLA"));
            assertThat(pipeline.graph("MATCH (n:Person {id: 1}) RETURN n.span")).isEqualTo("[1,4)");
            repairs(pipeline);
        }
    }

    private void repairs(TestPipeline pipeline) throws SQLException {
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        pipeline.graph("MATCH (n:Person) SET n.loud = 'drifted', n.span = null RETURN 1");
        Reconciler.Run drifted = reconciler.run("verify", "--output=json");
        assertThat(drifted.exitCode()).as(drifted.err()).isEqualTo(3);
        assertThat(drifted.json().path("driftCount").asInt()).as(drifted.out()).isEqualTo(3);
        reconciler.run("repair", "--execute");
        assertThat(pipeline.differences()).isEmpty();
        pipeline.sql("update people set name = 'refreshed' where id = 3");
        pipeline.awaitEqual();
        Reconciler.Run rebuilt = reconciler.run("rebuild", "--yes");
        assertThat(rebuilt.exitCode()).as(rebuilt.out() + rebuilt.err()).isZero();
        pipeline.awaitEqual();
    }

    @Test
    void a_virtual_column_is_refused_and_a_publication_that_was_there_is_changed() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("generated", Map.of(TestPipeline.MAPPING, """
                nodes:
                  - { table: people, label: Person, key: id, properties: [loud] }
                """))) {
            String publication = pipeline.settings().capture().publicationName();
            pipeline.sql(
                    "create table people (id int primary key, name text, loud text generated always as (upper(name)))",
                    "create publication \"" + publication + "\" for table only people");
            assertThatThrownBy(pipeline::setup)
                    .hasMessageContaining("column public.people.loud is generated when it is read (VIRTUAL)");
            pipeline.sql(
                    "alter table people drop column loud",
                    "alter table people add column loud text generated always as (upper(name)) stored");
            assertThat(pipeline.setup()).contains("extended  publication " + publication);
            assertThat(pipeline.setup()).contains("was there publication " + publication);
        }
    }
}
