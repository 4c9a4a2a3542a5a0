package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.TestPipeline;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A key or a row that cannot be read again is named, and its neighbours are refreshed. */
@Timeout(120)
final class UnreadableKeysIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static TestPipeline pipeline;

    @BeforeAll
    static void start() throws SQLException {
        pipeline = TestPipeline.open(
                "unreadable",
                Map.of(
                        "TIDEMARK_PARTITIONS",
                        "1",
                        TestPipeline.MAPPING,
                        "nodes:\n  - { table: numbers, label: Number, key: id, properties: [note] }"));
        pipeline.sql(
                "create table numbers (id integer primary key, note text)",
                "alter table numbers alter column note set storage external",
                "insert into numbers select i, repeat('note ' || i, 1000) from generate_series(1, 40) i");
        pipeline.setup();
        pipeline.started();
    }

    @AfterAll
    static void stop() throws SQLException {
        pipeline.close();
    }

    private static void damage(String label, String property) {
        pipeline.graph("MATCH (n:" + label + ") SET n." + property + " = null RETURN count(n)");
    }

    @Test
    void one_key_that_cannot_be_cast_voids_no_other() throws SQLException {
        damage("Number", "note");
        String keys =
                IntStream.rangeClosed(1, 998).mapToObj(String::valueOf).collect(Collectors.joining("','", "'", "'"));
        try (LogLines log = LogLines.record()) {
            ask("{'table':'numbers','keys':[" + keys + ",'three','99999999999']}");
            pipeline.awaitEqual();
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(log.messages())
                            .anySatisfy(line -> assertThat(line).contains("key (three) of public.numbers"))
                            .anySatisfy(line -> assertThat(line).contains("key (99999999999) of public.numbers"))
                            .anySatisfy(line -> assertThat(line)
                                    .contains("as asked: 40 rows, 958 keys without a row, 2 keys left out")));
        }
    }

    @Test
    void a_damaged_row_is_named_and_left_as_it_is_and_its_neighbours_are_repaired() throws SQLException {
        pipeline.sql("create extension if not exists pg_surgery", """
                do $$ declare toast regclass; place tid; begin
                  select reltoastrelid::regclass into toast from pg_class where oid = 'numbers'::regclass;
                  execute 'select ctid from ' || toast || ' where chunk_id = (select pg_column_toast_chunk_id(note) from numbers where id = 7) and chunk_seq = 0'
                    into place;
                  perform heap_force_kill(toast, array[place]);
                end $$""");
        try (LogLines log = LogLines.record()) {
            for (String request : new String[] {
                "{'table':'numbers','keys':['6','7','8']}", "{'table':'numbers'}", "{'table':'numbers','keys':['7']}"
            }) {
                pipeline.graph("MATCH (n:Number) SET n.note = 'drifted' RETURN count(n)");
                ask(request);
                pipeline.awaitTidemark();
                await().atMost(DEADLINE)
                        .untilAsserted(() -> assertThat(
                                        pipeline.graph("MATCH (n:Number {note: 'drifted'}) RETURN count(n)"))
                                .isEqualTo(request.contains("'7']") ? 40L : request.contains("keys") ? 38L : 1L));
                assertThat(pipeline.graph("MATCH (n:Number {id: 7}) RETURN n.note"))
                        .isEqualTo("drifted");
            }
            assertThat(log.messages().stream()
                            .filter(line -> line.contains("key (7) of public.numbers")
                                    && line.contains("table public.numbers is damaged in Postgres (XX001")))
                    .hasSize(3);
        } finally {
            pipeline.sql("update numbers set note = 'restored' where id = 7");
            ask("{'table':'numbers'}");
            pipeline.awaitEqual();
        }
    }

    private static void ask(String request) throws SQLException {
        pipeline.sql(
                "select pg_logical_emit_message(true, 'tidemark.refresh', $$" + request.replace('\'', '"') + "$$)");
    }
}
