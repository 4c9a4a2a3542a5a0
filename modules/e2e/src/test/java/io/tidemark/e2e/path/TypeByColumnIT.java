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

/** Edge tables whose rows say which type they have: through snapshot, log, comparison, repair, rebuild and clear. */
@Timeout(180)
final class TypeByColumnIT {

    private static final String COUNTS = "MATCH (:UserRef)-[r:FOLLOWS|MUTES|LIKES|HATES]->(:UserRef)"
            + " WITH type(r) AS t, count(r) AS n ORDER BY t RETURN collect(t + ' ' + n)";

    private static final String RELATIONSHIPS =
            "MATCH ()-[r]->() WITH type(r) AS t, count(r) AS n ORDER BY t RETURN collect(t + ' ' + n)";

    private static final String REACTIONS = "MATCH (:UserRef)-[r:LIKES|LAUGHS_AT]->(:PostRef)"
            + " WITH type(r) AS t, count(r) AS n ORDER BY t RETURN collect(t + ' ' + n)";

    @TempDir
    private Path folder;

    @Test
    void a_row_is_a_relationship_of_the_type_that_its_column_says() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("typed", Map.of(TestPipeline.MAPPING, """
                nodes:
                  - { table: users, label: User, key: id }
                edges:
                  - { table: relationships, type: { column: kind, values: { follow: FOLLOWS, "it's": MUTES } }, key: id,
                      from: { column: one_id, label: User }, to: { column: other_id, label: User }, properties: [weight] }
                  - { table: votes, type: { column: likes, values: { true: LIKES, false: HATES } },
                      from: { column: one_id, label: User }, to: { column: other_id, label: User }, properties: [weight, likes],
                      presentWhen: { likes: [true, false] } }
                """))) {
            pipeline.sql(
                    "create table users (id bigint primary key)",
                    "create type kind as enum ('follow', 'it''s', 'block')",
                    """
                    create table relationships (id bigserial primary key, one_id bigint, other_id bigint, kind kind, weight int)""",
                    "create table votes (one_id bigint, other_id bigint, likes boolean, weight int, primary key (one_id, other_id))",
                    "insert into users select n from generate_series(1, 50) n",
                    """
                    insert into relationships (one_id, other_id, kind, weight) select 1 + n % 50, 1 + n * 7 % 50,
                      (array['follow', 'it''s'])[1 + n % 2]::kind, n from generate_series(1, 200) n""",
                    "insert into votes select n, m, n % 2 = 0, n * m from generate_series(1, 20) n, generate_series(1, 5) m",
                    "insert into votes values (30, 31, null)");
            assertThat(pipeline.setup())
                    .filteredOn(line -> line.startsWith("warning"))
                    .singleElement()
                    .asString()
                    .contains("column public.relationships.kind can be block, which the mapping does not list");
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.awaitEqual();
            assertThat(pipeline.graph(COUNTS)).hasToString("[FOLLOWS 100, HATES 50, LIKES 50, MUTES 100]");
            changes(pipeline);
            repairs(pipeline);
            deadLetters(pipeline);
            empties(pipeline);
        }
    }

    /** One relationship of each type between two nodes: the ends and the column of the type are the primary key. */
    @Test
    void the_type_may_be_part_of_the_key() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("typedkey", Map.of(TestPipeline.MAPPING, """
                nodes:
                  - { table: users, label: User, key: id }
                  - { table: posts, label: Post, key: id }
                edges:
                  - { table: reactions, type: { column: kind, values: { like: LIKES, laugh: LAUGHS_AT } }, key: [user_id, post_id, kind],
                      from: { column: user_id, label: User }, to: { column: post_id, label: Post }, properties: [at] }
                """))) {
            pipeline.sql(
                    "create table users (id bigint primary key)",
                    "create table posts (id bigint primary key)",
                    "create table reactions (user_id bigint, post_id bigint, kind text, at int, primary key (user_id, post_id, kind))",
                    "insert into users select n from generate_series(1, 30) n",
                    "insert into posts select n from generate_series(1, 30) n",
                    """
                    insert into reactions select u, p, k, u * p
                      from generate_series(1, 20) u, generate_series(1, 5) p, unnest(array['like', 'laugh']) k""");
            pipeline.setup();
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.awaitEqual();
            assertThat(pipeline.graph(REACTIONS)).hasToString("[LAUGHS_AT 100, LIKES 100]");
            pipeline.sql(
                    "insert into reactions values (21, 1, 'like', 1), (21, 2, 'laugh', 2), (22, 99, 'like', 3)",
                    "delete from reactions where (user_id, kind) = (1, 'like')",
                    "delete from reactions where user_id = 2",
                    "update reactions set kind = 'laugh' where user_id = 21",
                    "delete from reactions where (user_id, kind) = (3, 'like'); "
                            + "update reactions set kind = 'like', at = 7 where user_id = 3",
                    "update reactions set at = -at where user_id = 4",
                    "update reactions set post_id = 20 where (user_id, post_id) = (5, 1)");
            pipeline.awaitEqual();
            assertThat(pipeline.graph(REACTIONS)).hasToString("[LAUGHS_AT 92, LIKES 91]");
            assertThat(pipeline.graph(
                            "MATCH (:User {id: 3})-[r]->(:Post) RETURN collect(DISTINCT [type(r), r.kind, r.at])"))
                    .hasToString("[[LIKES, like, 7]]");
            pipeline.sql("delete from reactions where post_id = 99");
            pipeline.awaitEqual();
            assertThat(pipeline.graph("OPTIONAL MATCH (p:PostRef {id: 99}) RETURN count(p)"))
                    .as("nothing speaks of it any more")
                    .isEqualTo(0L);
            refreshesAndRepairs(pipeline);
            empties(pipeline);
        }
    }

    private void refreshesAndRepairs(TestPipeline pipeline) throws SQLException {
        pipeline.graph("MATCH (:User {id: 10})-[r:LIKES]->(:Post {id: 1}) DELETE r RETURN 1");
        pipeline.graph("MATCH (a:User {id: 2}), (b:Post {id: 2}) CREATE (a)-[:LIKES"
                + " {user_id: 2, post_id: 2, kind: 'like'}]->(b) RETURN 1");
        pipeline.sql(
                "select pg_logical_emit_message(true, 'tidemark.refresh',"
                        + " '{\"table\": \"reactions\", \"keys\": [[10, 1, \"like\"], [2, 2, \"like\"], [11, 1, \"laugh\"]]}')");
        pipeline.awaitEqual();
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run clean = reconciler.run("verify", "--chunk-rows=7");
        assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
        // of another type than its key says, none, one too many, another value, other ends
        pipeline.graph("MATCH (a:User {id: 11})-[r:LIKES]->(b:Post {id: 1}) DELETE r CREATE (a)-[:LAUGHS_AT"
                + " {user_id: 11, post_id: 1, kind: 'like', at: 11}]->(b) RETURN 1");
        pipeline.graph("MATCH (:User {id: 12})-[r:LIKES]->(:Post {id: 1}) DELETE r RETURN 1");
        pipeline.graph("MATCH (a:User {id: 2}), (b:Post {id: 3}) CREATE (a)-[:LIKES"
                + " {user_id: 2, post_id: 3, kind: 'like'}]->(b) RETURN 1");
        pipeline.graph("MATCH (:User {id: 13})-[r:LIKES]->(:Post {id: 1}) SET r.at = 0 RETURN 1");
        pipeline.graph("MATCH (:User {id: 14})-[r:LIKES]->(:Post {id: 1}), (a:User {id: 15}), (b:Post {id: 1})"
                + " DELETE r CREATE (a)-[:LIKES {user_id: 14, post_id: 1, kind: 'like', at: 14}]->(b) RETURN 1");
        Reconciler.Run drifted = reconciler.run("verify", "--output=json", "--chunk-rows=7");
        assertThat(drifted.exitCode()).as(drifted.err()).isEqualTo(3);
        assertThat(drifted.json().path("driftCount").asInt()).as(drifted.out()).isEqualTo(5);
        Reconciler.Run repaired = reconciler.run("repair", "--execute");
        assertThat(repaired.exitCode()).as(repaired.out() + repaired.err()).isZero();
        assertThat(pipeline.differences()).isEmpty();
        assertThat(reconciler.run("verify").exitCode()).isZero();
    }

    private static void changes(TestPipeline pipeline) throws SQLException {
        pipeline.sql(
                "update relationships set kind = case kind when 'follow' then 'it''s'::kind else 'follow' end where id <= 20",
                "update relationships set kind = 'follow', other_id = 70 where id between 21 and 30",
                "update relationships set weight = -weight where id between 15 and 40",
                "update votes set likes = not likes, weight = -1 where one_id <= 10",
                "update votes set likes = null where one_id = 11",
                "update votes set likes = true where one_id = 30",
                "delete from votes where one_id = 12",
                "delete from relationships where id between 41 and 50",
                "begin; update votes set likes = not likes where one_id = 13; update votes set likes = not likes where one_id = 13; commit");
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (n:UserRef {id: 70}) RETURN n:User")).isEqualTo(false);
        assertThat(pipeline.graph("MATCH (a)-[r:LIKES|HATES]->(b) WITH a, b, count(r) AS n RETURN max(n)"))
                .as("a row that changed its type has left no relationship of the old one")
                .isEqualTo(1L);
        pipeline.sql("update relationships set kind = 'it''s', other_id = 1 where other_id = 70");
        pipeline.awaitEqual();
        assertThat(pipeline.graph("OPTIONAL MATCH (n:UserRef {id: 70}) RETURN count(n)"))
                .as("nothing speaks of it any more")
                .isEqualTo(0L);
    }

    private void repairs(TestPipeline pipeline) throws SQLException {
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run clean = reconciler.run("verify");
        assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
        // of another type, of two types, and none: of each kind of table
        pipeline.graph("MATCH (a)-[r:FOLLOWS|MUTES {id: 60}]->(b) DELETE r CREATE (a)-[:" + other(pipeline, 60)
                + " {id: 60, weight: 60}]->(b) RETURN 1");
        pipeline.graph("MATCH (a)-[r:FOLLOWS|MUTES {id: 61}]->(b) CREATE (a)-[:" + other(pipeline, 61)
                + " {id: 61, weight: 61}]->(b) RETURN 1");
        pipeline.graph("MATCH ()-[r:FOLLOWS|MUTES {id: 62}]->() DELETE r RETURN 1");
        pipeline.graph("MATCH (a:User {id: 14})-[r:LIKES]->(b:User {id: 1})"
                + " CREATE (a)-[:HATES {weight: r.weight, likes: true}]->(b) DELETE r RETURN 1");
        pipeline.graph("MATCH (a:User {id: 14})-[r:LIKES]->(b:User {id: 2})"
                + " CREATE (a)-[:HATES {weight: r.weight, likes: true}]->(b) RETURN 1");
        pipeline.graph("MATCH (a:User {id: 14})-[r:LIKES]->(b:User {id: 3}) DELETE r RETURN 1");
        pipeline.graph("MATCH (a:User {id: 40}), (b:User {id: 41}) CREATE (a)-[:HATES]->(b) RETURN 1");
        Reconciler.Run drifted = reconciler.run("verify", "--output=json");
        assertThat(drifted.exitCode()).as(drifted.err()).isEqualTo(3);
        assertThat(drifted.json().path("driftCount").asInt()).as(drifted.out()).isEqualTo(7);
        assertThat(drifted.out()).contains("type(r)");
        Reconciler.Run repaired = reconciler.run("repair", "--execute");
        assertThat(repaired.exitCode()).as(repaired.out() + repaired.err()).isZero();
        assertThat(pipeline.differences()).isEmpty();
        assertThat(reconciler.run("verify").exitCode()).isZero();
        Reconciler.Run backfilled = reconciler.run("backfill");
        assertThat(backfilled.exitCode())
                .as(backfilled.out() + backfilled.err())
                .isZero();
        assertThat(pipeline.differences()).isEmpty();
    }

    private static String other(TestPipeline pipeline, int id) {
        Object type = pipeline.graph("MATCH ()-[r:FOLLOWS|MUTES {id: " + id + "}]->() RETURN type(r)");
        return "FOLLOWS".equals(type) ? "MUTES" : "FOLLOWS";
    }

    /** A value that is not listed: setup names it, the sink puts the row aside, and verify says that it is not in the graph. */
    private void deadLetters(TestPipeline pipeline) throws SQLException {
        pipeline.sql(
                "insert into relationships (id, one_id, other_id, kind) values (1001, 1, 2, 'block'), (1002, 1, 2, null)",
                "update relationships set kind = 'block' where id = 100");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(pipeline.sink().deadLetters()).isEqualTo(3));
        assertThat(String.join(
                        "\n",
                        new Launcher(pipeline.environment()).run("dead-letters").out()))
                .contains("column kind has a value, or null, that the mapping does not list");
        assertThat(pipeline.setup())
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "column public.relationships.kind has a value, or null, that the mapping does not list"
                                        + " in 3 rows of the first 1,000,000"));
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run drifted = reconciler.run("verify", "--output=json");
        assertThat(drifted.json().path("driftCount").asInt()).as(drifted.out()).isEqualTo(3);
        assertThat(drifted.out()).contains("a value that the mapping does not list");
        assertThat(reconciler.run("repair", "--execute").exitCode())
                .as("a repair does not make a type")
                .isNotZero();
        pipeline.sql(
                "update relationships set kind = 'follow' where id in (100, 1001)",
                "delete from relationships where id = 1002");
        pipeline.awaitEqual();
        Reconciler.Run clean = reconciler.run("verify");
        assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
    }

    private void empties(TestPipeline pipeline) throws SQLException {
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Object before = pipeline.graph(RELATIONSHIPS);
        Reconciler.Run rebuilt = reconciler.run("rebuild", "--yes");
        assertThat(rebuilt.exitCode()).as(rebuilt.out() + rebuilt.err()).isZero();
        pipeline.awaitEqual();
        assertThat(pipeline.graph(RELATIONSHIPS)).isEqualTo(before);
        pipeline.stopSink();
        Reconciler.Run cleared = reconciler.run("clear", "--yes");
        assertThat(cleared.exitCode()).as(cleared.out() + cleared.err()).isZero();
        assertThat(pipeline.graph("MATCH (n:UserRef) RETURN count(n)")).isEqualTo(0L);
    }
}
