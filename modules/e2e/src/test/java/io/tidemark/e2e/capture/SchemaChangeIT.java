package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables change while they are captured: the stream goes on, or stops with the registry's reason (I9). */
@Timeout(120)
final class SchemaChangeIT {

    /** A change, and a row that only the table after it takes. */
    private record Change(List<String> statements, String columns, String values) {

        Change(String statement, String columns, String values) {
            this(List.of(statement), columns, values);
        }

        Change(String statement) {
            this(statement, "", "");
        }

        String insert(int id) {
            return "insert into samples (id, name, medium" + columns + ") values (" + id + ", 'of ' || " + id + ", "
                    + id + values + ")";
        }
    }

    private static final List<Change> COMPATIBLE = List.of(
            new Change("alter table samples add column plain text", ", plain", ", 'p'"),
            new Change("alter table samples add column defaulted text default 'd'"),
            new Change("alter table samples add column strict integer not null default 5"),
            new Change(
                    List.of(
                            "alter table samples add column filled text",
                            "update samples set filled = ''",
                            "alter table samples alter column filled set not null"),
                    ", filled",
                    ", 'f'"),
            new Change("alter table samples alter column filled drop not null"),
            new Change("alter table samples alter column strict drop default", ", strict", ", 6"),
            new Change("alter table samples alter column strict set default 7"),
            new Change("alter table samples alter column name set default 'other'"),
            new Change("alter table samples alter column name drop default"),
            new Change("alter table samples alter column name drop not null"),
            new Change("alter table samples alter column name set not null"),
            new Change(
                    List.of(
                            "update samples set ratio = 0 where ratio is null",
                            "alter table samples alter column ratio set not null"),
                    ", ratio",
                    ", 0.25"),
            new Change("alter table samples alter column ratio set default 1.5"),
            new Change("alter table samples rename column plain to fancy", ", fancy", ", 'q'"),
            new Change("alter table samples drop column fancy"),
            new Change("alter table samples alter column small type integer", ", small", ", 100000"),
            new Change("alter table samples alter column small type bigint", ", small", ", 10000000000"),
            new Change("alter table samples alter column medium type bigint"),
            new Change("alter table samples alter column ratio type double precision", ", ratio", ", 0.1"),
            new Change("alter table samples alter column name type varchar(40)"),
            new Change("alter table samples alter column name type text", ", note", ", repeat('long ', 100)"));

    private TestPipeline pipeline;

    @BeforeEach
    void open() throws SQLException {
        pipeline = TestPipeline.open(
                "schema_change",
                Map.of(
                        TestPipeline.MAPPING,
                        "nodes:\n  - { table: samples, label: Sample, key: id, properties: [name, small, medium, ratio] }",
                        "TIDEMARK_PARTITIONS",
                        "1"));
        pipeline.sql("""
                create table samples (id integer primary key, name varchar(20) not null default 'none',
                  small smallint, medium integer not null, ratio real, note text)""", "insert into samples select i, 'name ' || i, i, i, i * 0.1 from generate_series(1, 10) i");
        pipeline.setup();
        pipeline.startCapture();
        pipeline.startSink();
        pipeline.awaitEqual();
    }

    @AfterEach
    void close() throws SQLException {
        pipeline.close();
    }

    @Test
    void the_stream_goes_on_through_every_compatible_change() throws SQLException {
        int id = 100;
        for (Change change : COMPATIBLE) {
            for (String statement : change.statements()) {
                pipeline.sql(statement);
            }
            pipeline.sql(change.insert(id++), "update samples set small = small + 1 where id = 3");
            pipeline.awaitEqual();
        }
        assertThat(pipeline.graph("MATCH (s:Sample) RETURN count(s)")).isEqualTo(10L + COMPATIBLE.size());
    }

    /** The log is read behind the catalog: what Debezium asks it about a column may be of a later change. */
    @Test
    void the_stream_goes_on_when_it_is_many_changes_behind() throws SQLException {
        pipeline.stopCapture();
        int id = 100;
        for (Change change : COMPATIBLE) {
            for (String statement : change.statements()) {
                pipeline.sql(statement);
            }
            pipeline.sql(change.insert(id++), "update samples set small = small + 1 where id = 3");
        }
        pipeline.startCapture();
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (s:Sample) RETURN count(s)")).isEqualTo(10L + COMPATIBLE.size());
    }

    @Test
    void an_incompatible_change_stops_the_capture_with_the_registrys_reason() throws SQLException {
        pipeline.sql("alter table samples alter column name drop default");
        pipeline.sql("alter table samples alter column name type integer using length(name)");
        pipeline.sql("insert into samples (id, name, medium) values (200, 1, 1)");
        await().atMost(Duration.ofSeconds(60)).until(() -> pipeline.capture().hasEnded());
        assertThatThrownBy(() -> pipeline.capture().awaitEnd())
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.FATAL))
                .hasMessageContaining(
                        "refuses the schema of " + pipeline.settings().prefix() + ".public.samples-value")
                .hasMessageContaining("column name was string and is int now")
                .hasMessageContaining("Incompatible")
                .hasMessageContaining("./tidemark capture --resnapshot")
                .message()
                .hasLineCount(1);
        assertThat(pipeline.graph("MATCH (s:Sample {id: 200}) RETURN count(s)")).isEqualTo(0L);
        // what the message says: the record of the refused type stays in the log, so a new snapshot has to pass it
        pipeline.sql("alter table samples alter column name type varchar(20) using name::text");
        pipeline.stopCaptureAndFreeSlot();
        pipeline.startCapture(true);
        pipeline.sql("insert into samples (id, name, medium) values (201, 'back', 1)");
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (s:Sample {id: 201}) RETURN count(s)")).isEqualTo(1L);
    }

    @Test
    void a_primary_key_of_another_type_stops_the_capture_before_rows_have_two_keys() throws SQLException {
        pipeline.sql("alter table samples alter column id type bigint");
        pipeline.sql("insert into samples (id, medium) values (200, 1)");
        await().atMost(Duration.ofSeconds(60)).until(() -> pipeline.capture().hasEnded());
        assertThatThrownBy(() -> pipeline.capture().awaitEnd())
                .isInstanceOfSatisfying(
                        TidemarkException.class, e -> assertThat(e.category()).isEqualTo(Category.FATAL))
                .hasMessageContaining("the key of " + pipeline.settings().prefix() + ".public.samples changed")
                .hasMessageContaining("./tidemark move --to");
        assertThat(pipeline.graph("MATCH (s:Sample {id: 200}) RETURN count(s)")).isEqualTo(0L);
    }

    @Test
    void a_mapped_column_that_was_dropped_counts_as_null_and_is_named_once() throws SQLException {
        assertCountsAsNull("alter table samples drop column name");
    }

    @Test
    void a_mapped_column_that_was_renamed_counts_as_null_and_is_named_once() throws SQLException {
        assertCountsAsNull("alter table samples rename column name to title");
    }

    private void assertCountsAsNull(String change) throws SQLException {
        try (LogLines log = LogLines.record()) {
            pipeline.sql(change);
            pipeline.sql("insert into samples (id, small, medium) values (200, 1, 1)");
            pipeline.sql("update samples set small = 77 where id = 1");
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            Long.valueOf(1).equals(pipeline.graph("MATCH (s:Sample {small: 77}) RETURN count(s)")));
            assertThat(pipeline.graph("MATCH (s:Sample) WHERE s.name IS NULL RETURN collect(s.id)"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .containsExactlyInAnyOrder(1L, 200L);
            assertThat(log.messages())
                    .filteredOn(line -> line.contains("records of public.samples without name count it as null"))
                    .hasSize(1);
            assertThat(log.withStackTrace()).isEmpty();
        }
    }
}
