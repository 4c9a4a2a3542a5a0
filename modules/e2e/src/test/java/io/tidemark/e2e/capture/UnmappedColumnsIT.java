package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Columns that no mapping names: the application does with them what it likes, they stop nothing, and stay out of Kafka (I10). */
@Timeout(120)
final class UnmappedColumnsIT {

    /** With one day more it would be infinity; the driver's class keeps hours in 32 bits. */
    private static final String LONGEST = "178956970 years 7 mons 2147483646 days 2562047788:00:54.775807";

    private static final String SHORTEST = "-178956970 years -8 mons -2147483648 days -2562047788:00:54.775807";

    private static TestPipeline pipeline;

    @BeforeAll
    static void start() throws SQLException {
        pipeline = TestPipeline.open("unmapped", Map.of("TIDEMARK_PARTITIONS", "1", TestPipeline.MAPPING, """
                nodes:
                  - { table: people, label: Person, key: id, properties: [name, bio] }
                  - { table: notes, label: Note, key: id, properties: [title, pause, rest] }
                """));
        pipeline.sql(
                "create schema app",
                "create type app.mood as enum ('sad', 'happy')",
                "create type app.pair as (a integer, b text)",
                """
                create table people (id integer primary key, name text, bio text, password text,
                  up text generated always as (upper(name)) stored,
                  low text generated always as (lower(name)) virtual,
                  "имя" text, "год" text, "a-b" integer, a_b integer, moods app.mood[])""",
                "create domain app.rest as interval",
                "create table notes (id integer primary key, title text, body text, pause interval, rest app.rest)",
                "alter table notes replica identity full",
                """
                alter table people add column wait interval, add column cash money, add column at time, add column at_tz timetz,
                  add column moment timestamp, add column instant timestamptz, add column day date, add column area polygon,
                  add column span tsrange, add column many integer[], add column bits bit(3), add column ip inet,
                  add column document jsonb, add column page xml, add column number numeric, add column position pg_lsn,
                  add column words tsvector, add column raw bytea, add column row_type app.pair""",
                "insert into people (id, name, password, moods) select i, 'Name ' || i, 'secret', '{sad}' from generate_series(1, 5) i",
                "update people set wait = '2500000000 hours'",
                "insert into notes (id, pause, rest) values (100, '" + LONGEST + "', '-2500000000 hours')");
        pipeline.setup();
        pipeline.started();
    }

    @AfterAll
    static void stop() throws SQLException {
        pipeline.close();
    }

    private static void assertRuns() throws SQLException {
        pipeline.awaitTidemark();
        pipeline.awaitEqual();
        assertThat(pipeline.capture().hasEnded()).isFalse();
    }

    @Test
    void every_statement_of_the_application_passes_and_the_mapped_columns_arrive() throws SQLException {
        pipeline.sql(
                "insert into people (id, name, \"имя\", \"год\", \"a-b\", a_b, moods) values (10, 'Zoë', 'и', 'г', 1, 2, '{happy,sad}')");
        pipeline.sql("update people set name = name || '!' where id <= 3");
        pipeline.sql("update people set a_b = 7, moods = '{happy}'");
        pipeline.sql("delete from people where id = 2");
        assertRuns();
    }

    @Test
    void extreme_values_of_any_type_do_no_harm() throws SQLException {
        pipeline.sql("""
                update people set wait = '-178000000 years', cash = '-92233720368547758.08', at = '24:00', at_tz = '24:00-15:59',
                  moment = 'infinity', instant = '4714-11-24 00:00:00+00 BC', day = '-infinity', area = '((0,0),(1,1),(2,0))',
                  span = '[-infinity,infinity]', many = '[0:1]={1,NULL}', bits = '101', ip = '::1/64', document = 'null', page = '<a/>',
                  number = 'NaN', position = 'FFFFFFFF/FFFFFFFF', words = 'a b', raw = '\\x00', row_type = '(1,"x,y")'""");
        pipeline.sql(
                "update people set instant = '294276-12-31 23:59:59.999999+00', day = '5874897-12-31', moment = '-infinity'");
        assertRuns();
    }

    @Test
    void only_mapped_columns_are_in_the_topic() throws Exception {
        try (SchemaRegistryClient registry = pipeline.settings().registry().connect()) {
            String subject = pipeline.settings().prefix() + ".public.people-value";
            Schema envelope = new Schema.Parser()
                    .parse(registry.getLatestSchemaMetadata(subject).getSchema());
            Schema row = envelope.getField("after").schema().getTypes().get(1);
            assertThat(row.getFields()).extracting(Schema.Field::name).containsExactly("id", "name", "bio");
        }
    }

    /** Seen: the watch's check for TOASTed columns ended the capture within seconds. */
    @Test
    void an_added_column_changes_nothing() throws SQLException, InterruptedException {
        pipeline.sql("alter table people add column note text default 'none', add column more text[]");
        pipeline.sql("update people set name = name || '?' where id = 1");
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(10))
                .until(() -> !pipeline.capture().hasEnded());
        pipeline.sql("alter table people drop column note", "alter table people alter column a_b type text");
        pipeline.sql("update people set a_b = 'x' where id = 1");
        assertRuns();
    }

    /** Seen in Debezium 3.6: an enum without labels, anywhere in the database, ended the capture. */
    @Test
    void an_enum_without_labels_in_another_schema_does_no_harm() throws SQLException {
        pipeline.sql("create type app.nothing as enum ()", "create table app.other (id integer, nothing app.nothing)");
        pipeline.stopCaptureAndFreeSlot();
        pipeline.startCapture();
        pipeline.sql("update people set name = name || '.' where id = 3");
        assertRuns();
    }

    @Test
    void a_large_unmapped_value_is_not_published_also_where_the_log_holds_whole_rows() throws SQLException {
        pipeline.sql("insert into notes select 1, 'a', string_agg(md5(i::text), '') from generate_series(1, 100000) i");
        pipeline.sql("update notes set title = 'b'");
        assertRuns();
    }

    /** The log leaves an unchanged TOASTed value out; the row is read again, in its place. */
    @Test
    void a_mapped_value_that_the_log_leaves_out_is_read_again() throws SQLException {
        pipeline.sql(
                "alter table people alter column bio set storage external",
                "insert into people (id, name, bio) select i, 'b', repeat('bio ' || i, 1000) from generate_series(100, 399) i");
        pipeline.awaitEqual();
        pipeline.sql("update people set name = 'c' where id >= 100");
        pipeline.sql("update people set name = 'd' where id = 100");
        pipeline.sql("update people set id = 1100 where id = 100");
        pipeline.sql("update people set name = 'e' where id = 101", "delete from people where id = 101");
        assertRuns();
        assertThat(pipeline.graph("MATCH (p:Person {name: 'c'}) WHERE size(p.bio) > 5000 RETURN count(p)"))
                .isEqualTo(298L);
        assertThat(pipeline.graph("MATCH (p:Person {id: 1100}) RETURN p.name + size(p.bio)"))
                .isEqualTo("d7000");
    }

    @Test
    void the_tables_are_published_whole_so_that_migrations_pass() throws SQLException {
        assertThat(pipeline.setup()).anyMatch(line -> line.startsWith("was there publication"));
        pipeline.sql("alter table notes alter column title type varchar(100)");
        pipeline.sql("insert into notes values (2, 'migrated')");
        assertRuns();
    }

    /** What no mapping names stays where it is when the publication lists the columns. */
    @Test
    void listed_columns_keep_all_others_in_the_database() throws SQLException {
        try (TestPipeline listed = waits("listed", "insert into waits values (1, 'a', '2500000000 hours')")) {
            listed.awaitTidemark();
            listed.sql(
                    "do $$ begin assert (select attnames from pg_publication_tables where pubname = current_database())"
                            + " = '{id,name}'; end $$");
            listed.sql(
                    "insert into waits values (2, 'b', '2500000000 hours')",
                    "update waits set name = 'c' where id = 1");
            listed.awaitTidemark();
            listed.awaitEqual();
        }
    }

    @Test
    void a_row_that_kafka_refuses_is_named_and_passes_once_its_topic_takes_it() throws SQLException {
        try (TestPipeline large = waits("mapped")) {
            large.sql("insert into waits select 7, string_agg(md5(i::text), '') from generate_series(1, 100000) i");
            String topic = large.settings().prefix() + ".public.waits";
            assertEnds(large, "a row of topic " + topic + " with key (7) has 32", "max.message.bytes");
            large.alterTopic(topic, "max.message.bytes", "8388608");
            large.stopCaptureAndFreeSlot();
            large.startCapture();
            large.awaitTidemark();
            large.awaitEqual();
        }
    }

    /** The driver's class ends at 2,147,483,647 hours: in the snapshot, in the log, read again, and by the reconciler. */
    @Test
    void intervals_are_exact_to_the_ends_of_their_type(@TempDir Path state) throws SQLException {
        assertThat(pipeline.graph("MATCH (n:Note {id: 100}) RETURN toString(n.pause) + toString(n.rest)"))
                .isEqualTo("P178956970Y7M2147483646DT2562047788H54.775807SPT-2500000000H");
        pipeline.sql(
                "insert into notes (id, pause, rest) values (101, '" + SHORTEST
                        + "', '2500000000 hours'), (102, '1 day', null)",
                "update notes set pause = '-2147483648 hours' where id = 100",
                "update people set wait = '-2500000000 hours' where id = 1");
        pipeline.sql("update notes set pause = '" + LONGEST + "' where id = 102", "delete from notes where id = 100");
        assertRuns();
        assertThat(pipeline.graph("MATCH (n:Note {id: 101}) RETURN toString(n.pause)"))
                .isEqualTo("P-178956970Y-8M-2147483648DT-2562047788H-54.775807S");
        pipeline.graph("MATCH (n:Note) WHERE n.id > 100 SET n.pause = duration('PT1H'), n.rest = null RETURN count(n)");
        Reconciler reconciler = new Reconciler(pipeline, state);
        assertThat(reconciler.run("verify").exitCode()).isEqualTo(3);
        Reconciler.Run repaired = reconciler.run("repair", "--execute");
        assertThat(repaired.exitCode()).as(repaired.out() + repaired.err()).isZero();
        assertThat(reconciler.run("verify").exitCode()).isZero();
        pipeline.sql("insert into notes (id, pause) values (103, 'infinity')");
        pipeline.awaitTidemark();
        assertThat(pipeline.sink().deadLetters()).isEqualTo(1);
        assertThat(reconciler.run("verify").exitCode()).isEqualTo(3);
        pipeline.sql("delete from notes where id = 103");
        assertRuns();
    }

    /** A pipeline of its own that runs, since the test ends its capture or wants another setting. */
    private static TestPipeline waits(String columns, String... rows) throws SQLException {
        TestPipeline pipeline = TestPipeline.open(
                "waits",
                Map.of(
                        "TIDEMARK_CAPTURE_COLUMNS",
                        columns,
                        TestPipeline.MAPPING,
                        "nodes:\n  - { table: waits, label: Wait, key: id, properties: [name] }"));
        pipeline.sql("create table waits (id integer primary key, name text, wait interval)");
        pipeline.sql(rows);
        pipeline.setup();
        return pipeline.started();
    }

    private static void assertEnds(TestPipeline pipeline, String... messages) {
        await().atMost(Duration.ofSeconds(60)).until(() -> pipeline.capture().hasEnded());
        assertThatThrownBy(() -> pipeline.capture().awaitEnd()).hasMessageContainingAll(messages);
    }
}
