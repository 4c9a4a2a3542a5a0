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

/** Names that SQL has in quotes, Cypher in backticks and Avro not at all: through snapshot, log, refresh, comparison, repair and proposal. */
@Timeout(420)
final class UnusualNamesIT {

    /** 63 bytes. */
    private static final String LONG = "é".repeat(31) + "z";

    @TempDir
    private Path folder;

    @Test
    void columns_have_any_name() throws SQLException {
        try (TestPipeline pipeline =
                TestPipeline.open("names", Map.of(TestPipeline.MAPPING, """
                nodes:
                  - { table: people, label: "Ein `Mensch`", key: ["2nd id", "the-Id"], absentWhen: "left: at, on",
                      presentWhen: { "is $ok?": [true] }, labels: [{ column: "ki.nd", values: { a b: "von A" } }],
                      properties: ["full  name, \\"quoted", { column: "price \\\\,€", property: "it's price", as: text },
                        { "%s\\\\": percent }, "имя", "LONG", "тип.😀", a_b, { toast ed: big } ] }
                  - { table: posts, label: Post, key: "post no.", properties: ["select"], edges: [
                      { type: WROTE IT, from: { columns: ["author 2nd", "author-Id"], label: "Ein `Mensch`" } } ] }
                edges:
                  - { table: likes, type: "LIKES, maybe", key: "-", from: { columns: [who 2nd, "who-Id"], label: "Ein `Mensch`" },
                      to: { column: "what? $1", label: Post }, properties: [ "a b", "a-b" ] }
                """.replace("LONG", LONG)))) {
            pipeline.sql(
                    """
                    create table people ("2nd id" int, "the-Id" text, "left: at, on" date, "is $ok?" boolean, "ki.nd" text,
                      "full  name, ""quoted" text default 'none', "price \\,€" money, "%s\\" int, "имя" text, "LONG" date, "тип.😀" text[],
                      a_b int, "toast ed" text, "un mapped" text, primary key ("the-Id", "2nd id"))""".replace("LONG", LONG),
                    "alter table people alter \"toast ed\" set storage external",
                    """
                    create table posts ("post no." bigint primary key, "select" text, "author 2nd" int, "author-Id" text,
                      foreign key ("author 2nd", "author-Id") references people ("2nd id", "the-Id"))""",
                    """
                    create table likes ("-" bigint primary key, "who 2nd" int, "who-Id" text, "what? $1" bigint, "a b" int, "a-b" int)""",
                    """
                    insert into people select n, 'p' || n, null, true, 'a b', 'n' || n, n, n, 'и' || n, date '2026-01-01' + n,
                      array['x', 'y' || n], n, repeat('t' || n, 3000), 'u' from generate_series(1, 40) n""",
                    "insert into posts select n, 's' || n, 1 + n % 40, 'p' || 1 + n % 40 from generate_series(1, 50) n",
                    """
                    insert into likes select n, 1 + n % 40, 'p' || 1 + n % 40, 1 + n % 50, n, -n from generate_series(1, 60) n""");
            pipeline.setup();
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.awaitEqual();
            assertThat(pipeline.graph(
                            "MATCH (n:`Ein ``Mensch```:`von A` {`2nd id`: 7, `the-Id`: 'p7'}) RETURN [n.`full  name, \"quoted`,"
                                    + " n.`it's price`, n.percent, n.`имя`, n.`" + LONG
                                    + "`, n.`тип.😀`, size(n.big)]"))
                    .hasToString("[n7, $7.00, 7, и7, 2026-01-08, [x, y7], 6000]");
            assertThat(pipeline.graph("MATCH (:`Ein ``Mensch```)-[r:`WROTE IT`]->(:Post) RETURN count(r)"))
                    .isEqualTo(50L);
            assertThat(
                            pipeline.graph(
                                    "MATCH (:`Ein ``Mensch```)-[r:`LIKES, maybe`]->(:Post) WHERE r.`a b` = -r.`a-b` RETURN count(r)"))
                    .isEqualTo(60L);
            changes(pipeline);
            repairs(pipeline);
            deadLetters(pipeline);
        }
    }

    private static void changes(TestPipeline pipeline) throws SQLException {
        pipeline.sql(
                "alter table posts drop constraint \"posts_author 2nd_author-Id_fkey\"",
                "update people set \"full  name, \"\"quoted\" = 'changed, ' || a_b where a_b % 5 = 0",
                "update people set \"имя\" = null, \"%s\\\" = -1 where a_b = 3",
                "update people set \"left: at, on\" = now() where a_b = 4",
                "update people set \"is $ok?\" = false where a_b = 6",
                "update people set \"ki.nd\" = null where a_b = 8",
                "update people set \"the-Id\" = 'moved ' || \"the-Id\" where a_b between 10 and 12",
                "delete from people where a_b between 13 and 15",
                "insert into people (\"2nd id\", \"the-Id\", \"is $ok?\", \"тип.😀\") values (100, '$`\"', true, '{a b,c}')",
                "update posts set \"author 2nd\" = 1, \"author-Id\" = 'p1' where \"post no.\" < 5",
                "update posts set \"post no.\" = \"post no.\" + 1000 where \"post no.\" in (20, 21)",
                "delete from posts where \"post no.\" = 30",
                "update likes set \"what? $1\" = 7 where \"-\" < 5",
                "update likes set \"-\" = -\"-\" where \"-\" between 5 and 7",
                "delete from likes where \"-\" between 8 and 10");
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (n:`Ein ``Mensch``` {a_b: 10}) RETURN [n.`the-Id`, size(n.big)]"))
                .as("a key change leaves the large value out of the log")
                .hasToString("[moved p10, 9000]");
        pipeline.sql("truncate likes", "insert into likes values (1, 1, 'p1', 7, 1, -1)");
        pipeline.awaitEqual();
    }

    private void repairs(TestPipeline pipeline) throws SQLException {
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run clean = reconciler.run("verify");
        assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
        pipeline.graph("MATCH (n:`Ein ``Mensch``` {a_b: 20}) SET n.`имя` = 'x' RETURN 1");
        pipeline.graph("MATCH (n:`Ein ``Mensch``` {a_b: 21}) REMOVE n:`von A` RETURN 1");
        pipeline.graph("MATCH (n:Post {`post no.`: 40}) DETACH DELETE n RETURN 1");
        pipeline.graph("MATCH ()-[r:`LIKES, maybe`]->() DELETE r RETURN 1");
        Reconciler.Run drifted = reconciler.run("verify", "--output=json");
        assertThat(drifted.exitCode()).as(drifted.out() + drifted.err()).isEqualTo(3);
        assertThat(drifted.json().path("driftCount").asInt()).as(drifted.out()).isEqualTo(4);
        Reconciler.Run repaired = reconciler.run("repair", "--execute");
        assertThat(repaired.exitCode()).as(repaired.out() + repaired.err()).isZero();
        assertThat(pipeline.differences()).isEmpty();
        Reconciler.Run backfilled = reconciler.run("backfill");
        assertThat(backfilled.exitCode())
                .as(backfilled.out() + backfilled.err())
                .isZero();
        assertThat(pipeline.differences()).isEmpty();
        assertThat(reconciler.run("verify").exitCode()).isZero();
    }

    private static void deadLetters(TestPipeline pipeline) throws SQLException {
        pipeline.sql("update people set \"ki.nd\" = 'other' where a_b = 30");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(pipeline.sink().deadLetters()).isEqualTo(1));
        assertThat(String.join(
                        "\n",
                        new Launcher(pipeline.environment()).run("dead-letters").out()))
                .contains("column ki.nd has a value that the mapping does not list");
        pipeline.sql("update people set \"ki.nd\" = 'a b' where a_b = 30");
        pipeline.awaitEqual();
    }
}
