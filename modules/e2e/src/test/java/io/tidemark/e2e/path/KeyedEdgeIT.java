package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An edge table with a key of its own, as web frameworks make it: through snapshot, log, comparison, repair and rebuild. */
@Timeout(180)
final class KeyedEdgeIT {

    private static final String EDGES = "MATCH (a:UserRef)-[r:RELATES_TO]->(b:UserRef)"
            + " RETURN collect([r.id, a.id, b.id, r.kind, labels(a), labels(b)])";

    @TempDir
    private Path folder;

    @Test
    void a_row_is_one_relationship_whatever_its_ends() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("keyed", Map.of(TestPipeline.MAPPING, """
                nodes:
                  - { table: users, label: User, key: id, properties: [name], presentWhen: { active: true } }
                edges:
                  - { table: relationships, type: RELATES_TO, key: id, from: { column: follower_id, label: User },
                      to: { column: followed_id, label: User }, properties: [kind, weight], absentWhen: unlinked_at,
                      presentWhen: { status: [accepted, "it's"] } }
                """))) {
            pipeline.sql(
                    "create table users (id bigint primary key, name text, active boolean not null default true)",
                    "create type answer as enum ('accepted', 'it''s', 'pending')",
                    """
                    create table relationships (id bigserial primary key, follower_id bigint, followed_id bigint,
                      kind text, weight int, unlinked_at timestamptz, status answer default 'accepted')""",
                    "insert into users select n, 'user' || n from generate_series(1, 50) n",
                    """
                    insert into relationships (follower_id, followed_id, kind, weight)
                      select 1 + n % 50, 1 + n * 7 % 50, 'k' || n % 3, n from generate_series(1, 300) n""",
                    "insert into users values (51, 'off', false)",
                    "insert into relationships (follower_id, followed_id, status)"
                            + " values (1, 51, 'pending'), (1, 51, null), (2, 51, 'it''s')",
                    "insert into relationships (follower_id, kind) values (1, 'open'), (2, 'open')",
                    "insert into relationships (follower_id, followed_id, unlinked_at) values (1, 2, now())");
            pipeline.setup();
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.awaitEqual();
            assertThat(pipeline.graph("MATCH ()-[r:RELATES_TO]->() RETURN count(r)"))
                    .as("two rows lack an end, one is unlinked, two are not accepted")
                    .isEqualTo(301L);
            assertThat(pipeline.graph("MATCH (n:UserRef {id: 51}) RETURN n:User"))
                    .isEqualTo(false);
            assertThat(pipeline.graph("MATCH (a)-[r:RELATES_TO]->(b) WITH a, b, count(r) AS n RETURN max(n) > 1"))
                    .as("several rows between the same ends are several relationships")
                    .isEqualTo(true);

            changes(pipeline);
            repairs(pipeline);
            rebuilds(pipeline);
        }
    }

    private static void changes(TestPipeline pipeline) throws SQLException {
        pipeline.sql(
                "update relationships set followed_id = 3 where kind = 'open'",
                "update relationships set followed_id = 77 where id = 1",
                "update relationships set follower_id = followed_id, followed_id = follower_id where id between 2 and 20",
                "update relationships set weight = -weight where id between 10 and 30",
                "update relationships set follower_id = null where id between 31 and 33",
                "update relationships set id = id + 1000 where id between 34 and 36",
                "update relationships set unlinked_at = now() where id between 37 and 39",
                "update relationships set unlinked_at = null where unlinked_at is not null and id > 300",
                "update relationships set status = 'accepted' where status = 'pending'",
                "update relationships set status = 'pending' where status = 'it''s' or id between 61 and 65",
                "update users set active = not active where id in (50, 51)",
                "delete from relationships where id between 40 and 60",
                "delete from users where id = 5",
                "begin; update relationships set followed_id = 8 where id = 70;"
                        + " update relationships set followed_id = 9 where id = 70; commit");
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (n:User) WHERE n.id IN [50, 51] RETURN collect(n.id)"))
                .isEqualTo(List.of(51L));
        assertThat(pipeline.graph("MATCH (a)-[:RELATES_TO]->(:User {id: 51}) RETURN collect(a.id)"))
                .isEqualTo(List.of(1L));
        assertThat(pipeline.graph("MATCH (:UserRef {id: 77}) RETURN count(*)")).isEqualTo(1L);
        assertThat(pipeline.graph("MATCH (n:UserRef {id: 5}) RETURN n:User")).isEqualTo(false);
        pipeline.sql(
                "update relationships set followed_id = 78 where id = 1",
                "delete from relationships where 5 in (follower_id, followed_id)");
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (n:UserRef) WHERE n.id IN [5, 77] RETURN count(n)"))
                .as("nothing speaks of them any more")
                .isEqualTo(0L);
        pipeline.sql(
                "truncate relationships",
                "insert into relationships (id, follower_id, followed_id, kind) select n, 1 + n % 49, 50, 'again' from generate_series(1, 90) n");
        pipeline.awaitEqual();
    }

    private void repairs(TestPipeline pipeline) throws SQLException {
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run clean = reconciler.run("verify");
        assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
        pipeline.graph("MATCH ()-[r:RELATES_TO {id: 1}]->() DELETE r RETURN 1");
        pipeline.graph("MATCH ()-[r:RELATES_TO {id: 2}]->() SET r.kind = 'drifted' RETURN 1");
        pipeline.graph("MATCH (a)-[r:RELATES_TO {id: 3}]->(b) MATCH (c:User {id: 9}) DELETE r"
                + " CREATE (a)-[:RELATES_TO {id: 3, kind: 'again'}]->(c) RETURN 1");
        pipeline.graph("MATCH (a:User {id: 10}), (b:User {id: 11}) CREATE (a)-[:RELATES_TO {id: 4000}]->(b) RETURN 1");
        pipeline.graph("MATCH (a:User {id: 10}), (b:User {id: 11}) CREATE (a)-[:RELATES_TO]->(b) RETURN 1");
        Reconciler.Run drifted = reconciler.run("verify", "--output=json");
        assertThat(drifted.exitCode()).as(drifted.err()).isEqualTo(3);
        assertThat(drifted.json().path("driftCount").asInt()).as(drifted.out()).isEqualTo(5);
        assertThat(drifted.out()).contains("followed_id");
        Reconciler.Run repaired = reconciler.run("repair", "--execute");
        assertThat(repaired.out()).as(repaired.err()).contains("1 are beyond a refresh");
        pipeline.graph("MATCH ()-[r:RELATES_TO]->() WHERE r.id IS NULL DELETE r RETURN 1");
        assertThat(pipeline.differences()).isEmpty();
        assertThat(reconciler.run("verify").exitCode()).isZero();
        Reconciler.Run backfilled = reconciler.run("backfill");
        assertThat(backfilled.exitCode())
                .as(backfilled.out() + backfilled.err())
                .isZero();
        assertThat(pipeline.differences()).isEmpty();
    }

    private void rebuilds(TestPipeline pipeline) throws SQLException {
        Set<Object> before = edges(pipeline);
        Reconciler.Run rebuilt = new Reconciler(pipeline, folder.resolve("state")).run("rebuild", "--yes");
        assertThat(rebuilt.exitCode()).as(rebuilt.out() + rebuilt.err()).isZero();
        pipeline.awaitEqual();
        assertThat(edges(pipeline)).isEqualTo(before);
    }

    private static Set<Object> edges(TestPipeline pipeline) {
        return new HashSet<>((List<?>) pipeline.graph(EDGES));
    }
}
