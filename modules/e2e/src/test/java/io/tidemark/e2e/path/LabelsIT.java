package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with further labels, constant ones and those that a column says: through snapshot, log, comparison, repair, rebuild and clear. */
@Timeout(180)
final class LabelsIT {

    private static final String LABELS =
            "MATCH (n:ActorRef|TagRef) UNWIND labels(n) AS l WITH l, count(*) AS n ORDER BY l"
                    + " RETURN collect(l + ' ' + n)";

    @TempDir
    private Path folder;

    @Test
    void a_node_has_the_labels_that_its_row_says_exactly_while_there_is_one() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("labels", Map.of(TestPipeline.MAPPING, """
                nodes:
                  - { table: actors, label: Actor, key: id, properties: [name, kind], absentWhen: deleted_at,
                      labels: [Searchable, { column: kind, values: { person: Person, org: Organization } },
                        { column: level, values: { 1: Basic, 2: Premium } }] }
                  - { table: tags, label: Tag, key: id, labels: [Searchable] }
                edges:
                  - { table: follows, type: FOLLOWS_ACTOR, from: { column: a, label: Actor }, to: { column: b, label: Actor } }
                """))) {
            pipeline.sql(
                    "create table actors (id bigint primary key, name text, kind text, level smallint, deleted_at timestamptz)",
                    "create table tags (id int primary key)",
                    "create table follows (a bigint, b bigint, primary key (a, b))",
                    """
                    insert into actors select n, 'a' || n, case n % 3 when 0 then 'person' when 1 then 'org' end, 1 + n % 2
                      from generate_series(1, 60) n""",
                    "insert into tags select n from generate_series(1, 5) n",
                    "insert into follows select n, n + 1 from generate_series(1, 60) n");
            pipeline.setup();
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.awaitEqual();
            assertThat(pipeline.graph(LABELS))
                    .as("one actor is only spoken of")
                    .hasToString("[Actor 60, ActorRef 61, Basic 30, Organization 20, Person 20, Premium 30,"
                            + " Searchable 65, Tag 5, TagRef 5]");
            changes(pipeline);
            repairs(pipeline);
            deadLetters(pipeline);
            empties(pipeline);
        }
    }

    private static void changes(TestPipeline pipeline) throws SQLException {
        pipeline.sql(
                "update actors set kind = 'org' where id in (3, 6, 9)",
                "update actors set kind = null where id = 1",
                "update actors set level = 3 - level where id = 2",
                "update actors set name = 'x' where id = 12",
                "update actors set deleted_at = now() where id = 15",
                "delete from actors where id in (18, 60)",
                "delete from tags where id = 5",
                "insert into actors values (70, 'new', 'person', 2)");
        pipeline.awaitEqual();
        assertThat(pipeline.graph(LABELS))
                .hasToString("[Actor 58, ActorRef 62, Basic 27, Organization 22, Person 15, Premium 31,"
                        + " Searchable 62, Tag 4, TagRef 4]");
        assertThat(pipeline.graph("MATCH (n:ActorRef) WHERE n.id IN [15, 18, 60] UNWIND labels(n) AS l"
                        + " RETURN collect(DISTINCT l)"))
                .as("edges speak of them, no row does")
                .hasToString("[ActorRef]");
        pipeline.sql("update actors set deleted_at = null where id = 15");
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (n:Actor:Searchable:Person:Premium {id: 15}) RETURN count(n)"))
                .isEqualTo(1L);
    }

    private void repairs(TestPipeline pipeline) throws SQLException {
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run clean = reconciler.run("verify");
        assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
        pipeline.graph("MATCH (n:Actor {id: 20}) REMOVE n:Searchable RETURN 1");
        pipeline.graph("MATCH (n:Actor {id: 21}) REMOVE n:Person SET n:Organization RETURN 1");
        pipeline.graph("MATCH (n:Actor {id: 22}) SET n:Person RETURN 1");
        pipeline.graph("MATCH (n:Actor {id: 24}) REMOVE n:Person RETURN 1");
        pipeline.graph("MATCH (n:Actor {id: 26}) SET n:Person RETURN 1");
        pipeline.graph("MATCH (n:ActorRef {id: 18}) SET n:Basic RETURN 1");
        pipeline.graph("MATCH (n:ActorRef {id: 60}) SET n:Searchable RETURN 1");
        pipeline.graph("MATCH (n:Actor {id: 27}) SET n:Stranger RETURN 1");
        Reconciler.Run drifted = reconciler.run("verify", "--output=json");
        assertThat(drifted.exitCode()).as(drifted.err()).isEqualTo(3);
        assertThat(drifted.json().path("driftCount").asInt()).as(drifted.out()).isEqualTo(7);
        assertThat(drifted.out()).contains("label by kind");
        Reconciler.Run repaired = reconciler.run("repair", "--execute");
        assertThat(repaired.exitCode()).as(repaired.out() + repaired.err()).isZero();
        assertThat(pipeline.differences()).isEmpty();
        assertThat(reconciler.run("verify").exitCode()).isZero();
        assertThat(pipeline.graph(
                        "MATCH (n:Stranger) WITH count(n) AS n MATCH (s:Stranger) REMOVE s:Stranger RETURN n"))
                .as("a label that is not mapped is left alone")
                .isEqualTo(1L);
        Reconciler.Run backfilled = reconciler.run("backfill");
        assertThat(backfilled.exitCode())
                .as(backfilled.out() + backfilled.err())
                .isZero();
        assertThat(pipeline.differences()).isEmpty();
    }

    private void deadLetters(TestPipeline pipeline) throws SQLException {
        pipeline.sql("update actors set kind = 'bot' where id = 30");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(pipeline.sink().deadLetters()).isEqualTo(1));
        assertThat(String.join(
                        "\n",
                        new Launcher(pipeline.environment()).run("dead-letters").out()))
                .contains("column kind has a value that the mapping does not list, so the row has no label");
        assertThat(pipeline.setup())
                .anySatisfy(line -> assertThat(line)
                        .contains("column public.actors.kind has a value that the mapping does not list in 1 row of"));
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run drifted = reconciler.run("verify", "--output=json");
        assertThat(drifted.json().path("driftCount").asInt()).as(drifted.out()).isEqualTo(1);
        pipeline.sql("update actors set kind = null where id = 30");
        pipeline.awaitEqual();
        Reconciler.Run clean = reconciler.run("verify");
        assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
    }

    private void empties(TestPipeline pipeline) throws SQLException {
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Object before = pipeline.graph(LABELS);
        Reconciler.Run rebuilt = reconciler.run("rebuild", "--yes");
        assertThat(rebuilt.exitCode()).as(rebuilt.out() + rebuilt.err()).isZero();
        pipeline.awaitEqual();
        assertThat(pipeline.graph(LABELS)).isEqualTo(before);
        pipeline.stopSink();
        pipeline.graph("MATCH (n:Actor {id: 27}) SET n:Stranger RETURN 1");
        Reconciler.Run cleared = reconciler.run("clear", "--yes");
        assertThat(cleared.exitCode()).as(cleared.out() + cleared.err()).isZero();
        assertThat(pipeline.graph("MATCH (n:ActorRef|TagRef) WITH collect(labels(n)) AS all MATCH (n:Stranger) DELETE n"
                        + " RETURN all"))
                .as("what something else uses stays, without what rows gave to it")
                .hasToString("[[ActorRef, Stranger]]");
    }
}
