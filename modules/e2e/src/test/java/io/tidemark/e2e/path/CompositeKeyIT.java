package io.tidemark.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys of several columns, and edges of every kind between such nodes: through snapshot, log, comparison, repair, rebuild and clear. */
@Timeout(300)
final class CompositeKeyIT {

    @TempDir
    private Path folder;

    @Test
    void a_key_of_several_columns_is_as_many_properties() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("composite", Map.of(TestPipeline.MAPPING, """
                nodes:
                  - { table: people, label: Person, key: [tenant, no], properties: [name], absentWhen: left_at }
                  - { table: posts, label: Post, key: [tenant, post_no], properties: [title], edges: [
                      { type: WROTE, from: { columns: [tenant, author_no], label: Person } },
                      { type: TAGGED, to: { columns: [lang, word], label: Tag } } ] }
                  - { table: tags, label: Tag, key: [lang, word] }
                edges:
                  - { table: follows, type: FOLLOWS, from: { columns: [tenant, follower], label: Person },
                      to: { columns: [tenant, followed], label: Person }, properties: [since] }
                  - { table: reactions, type: REACTED, key: [tenant, id], from: { columns: [tenant, person_no], label: Person },
                      to: { columns: [tenant, post_no], label: Post }, properties: [kind] }
                """))) {
            pipeline.sql(
                    "create table people (tenant int, no bigint, name text, left_at date, primary key (tenant, no))",
                    "create table tags (lang varchar(10), word text, primary key (word, lang))",
                    """
                    create table posts (tenant int, post_no int, title text, author_no bigint, lang text, word text,
                      primary key (post_no, tenant), foreign key (tenant, author_no) references people on update cascade)""",
                    """
                    create table follows (tenant int, follower bigint, followed bigint, since date,
                      primary key (tenant, follower, followed))""",
                    """
                    create table reactions (tenant int, id bigint, person_no bigint, post_no int, kind text,
                      primary key (tenant, id))""",
                    "insert into people select t, n, 'p' || n from generate_series(1, 4) t, generate_series(1, 25) n",
                    "insert into tags select l, w from unnest(array['de', 'en', 'Én']) l, unnest(array['Äpfel', 'b', 'C', 'ab']) w",
                    """
                    insert into posts select t, n, 'post' || n, nullif(n % 25, 0), 'de', 'b'
                      from generate_series(1, 4) t, generate_series(1, 50) n""",
                    "update posts set lang = null where post_no % 3 = 0",
                    """
                    insert into follows select t, f, 1 + (f * 7 + o) % 25, date '2026-01-01' + o
                      from generate_series(1, 4) t, generate_series(1, 25) f, generate_series(1, 4) o""",
                    """
                    insert into reactions select t, n, 1 + n % 25, 1 + n % 50, 'k' || n % 3
                      from generate_series(1, 4) t, generate_series(1, 60) n""",
                    "insert into reactions values (1, 100, 5, null, 'open')");
            pipeline.setup();
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.awaitEqual();
            assertThat(pipeline.graph("MATCH (p:Person) RETURN count(p)")).isEqualTo(100L);
            assertThat(pipeline.graph(
                            "MATCH (a:Person)-[f:FOLLOWS]->(b:Person) WHERE a.tenant = b.tenant RETURN count(f)"))
                    .isEqualTo(400L);
            assertThat(pipeline.graph("MATCH (:Person)-[r:WROTE]->(:Post) RETURN count(r)"))
                    .isEqualTo(192L);
            assertThat(pipeline.graph("MATCH (:Post)-[r:TAGGED]->(:Tag {lang: 'de', word: 'b'}) RETURN count(r)"))
                    .as("a foreign key of which one column is null names nothing")
                    .isEqualTo(136L);
            assertThat(pipeline.graph("MATCH (:Person)-[r:REACTED]->(:Post) RETURN count(r)"))
                    .isEqualTo(240L);
            changes(pipeline);
            repairs(pipeline);
            empties(pipeline);
        }
    }

    private static void changes(TestPipeline pipeline) throws SQLException {
        pipeline.sql(
                "update people set name = 'x' || name where no % 5 = 0",
                "update people set left_at = now() where no = 7",
                "update people set no = 1000 where (tenant, no) = (1, 6)",
                "insert into people values (5, 1, 'new'), (5, 2, 'newer')",
                "update posts set author_no = 3 where post_no between 10 and 12",
                "update posts set author_no = null where post_no between 20 and 22",
                "update posts set word = 'C' where post_no = 31",
                "update posts set word = 'unknown' where post_no = 32",
                "update posts set post_no = post_no + 1000 where post_no in (40, 41)",
                "update follows set since = '2027-01-01' where follower = 2",
                "update follows set followed = 500 where (tenant, follower) = (2, 3) and followed = (select min(followed)"
                        + " from follows where (tenant, follower) = (2, 3))",
                "delete from follows where follower between 10 and 12",
                "insert into follows values (5, 1, 2, '2026-05-05'), (5, 2, 1, null)",
                "update reactions set post_no = 2 where id = 5",
                "update reactions set person_no = null where id = 6",
                "update reactions set tenant = 5, person_no = 2 where (tenant, id) = (4, 7)",
                "delete from reactions where id between 8 and 12",
                "delete from posts where post_no = 50");
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (p:PersonRef {tenant: 2, no: 500}) RETURN p:Person"))
                .isEqualTo(false);
        assertThat(pipeline.graph("MATCH (p:Person {no: 7}) RETURN count(p)")).isEqualTo(0L);
        assertThat(pipeline.graph("MATCH (p:PersonRef {no: 7}) RETURN count(p)"))
                .as("others still speak of them")
                .isEqualTo(4L);
        assertThat(pipeline.graph("MATCH (:Post)-[:TAGGED]->(t:TagRef {word: 'unknown'}) RETURN t:Tag"))
                .isEqualTo(false);
        pipeline.sql("delete from follows where followed = 500", "update posts set word = null where word = 'unknown'");
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (n:PersonRef|TagRef) WHERE n.no = 500 OR n.word = 'unknown' RETURN count(n)"))
                .as("nothing speaks of them any more")
                .isEqualTo(0L);
    }

    private void repairs(TestPipeline pipeline) throws SQLException {
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run clean = reconciler.run("verify", "--chunk-rows=7");
        assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
        pipeline.graph("MATCH (p:Person {tenant: 1, no: 5}) SET p.name = 'drifted' RETURN 1");
        pipeline.graph("MATCH (:Person {tenant: 1, no: 2})-[r:FOLLOWS]->() WITH r LIMIT 1 DELETE r RETURN 1");
        pipeline.graph("CREATE (:Post:PostRef {tenant: 9, post_no: 9}) RETURN 1");
        pipeline.graph("MATCH (p:Post {tenant: 3, post_no: 2})<-[r:WROTE]-(), (o:Person {tenant: 1, no: 2}) DELETE r"
                + " CREATE (o)-[:WROTE]->(p) RETURN 1");
        pipeline.graph("MATCH (a)-[r:REACTED {tenant: 2, id: 2}]->(), (o:Post {tenant: 1, post_no: 3}) DELETE r"
                + " CREATE (a)-[:REACTED {tenant: 2, id: 2, kind: 'k2'}]->(o) RETURN 1");
        pipeline.graph(
                "MATCH (a:Person {tenant: 1, no: 2}), (b:Person {tenant: 2, no: 2}) CREATE (a)-[:FOLLOWS]->(b) RETURN 1");
        Reconciler.Run drifted = reconciler.run("verify", "--output=json", "--chunk-rows=7");
        assertThat(drifted.exitCode()).as(drifted.err()).isEqualTo(3);
        assertThat(drifted.json().path("driftCount").asInt()).as(drifted.out()).isEqualTo(6);
        Reconciler.Run repaired = reconciler.run("repair", "--execute");
        assertThat(repaired.out())
                .as("a relationship between tenants is no row's: " + repaired.err())
                .contains("1 are beyond a refresh");
        pipeline.graph("MATCH (a)-[r:FOLLOWS]->(b) WHERE a.tenant <> b.tenant DELETE r RETURN 1");
        assertThat(pipeline.differences()).isEmpty();
        Reconciler.Run right = reconciler.run("verify");
        assertThat(right.exitCode()).as(right.out() + right.err()).isZero();
        Reconciler.Run some = reconciler.run("verify", "--sample=50");
        assertThat(some.exitCode()).as(some.out() + some.err()).isZero();
        Reconciler.Run filled = reconciler.run("backfill");
        assertThat(filled.exitCode()).as(filled.out() + filled.err()).isZero();
        assertThat(pipeline.differences()).isEmpty();
    }

    private void empties(TestPipeline pipeline) throws SQLException {
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Object before = pipeline.graph("MATCH (n) RETURN count(n)");
        Reconciler.Run rebuilt = reconciler.run("rebuild", "--yes");
        assertThat(rebuilt.exitCode()).as(rebuilt.out() + rebuilt.err()).isZero();
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (n) WHERE NOT n:TidemarkWatermark RETURN count(n) > 100"))
                .as("there were " + before)
                .isEqualTo(true);
        pipeline.stopSink();
        Reconciler.Run cleared = reconciler.run("clear", "--yes");
        assertThat(cleared.exitCode()).as(cleared.out() + cleared.err()).isZero();
        assertThat(pipeline.graph("MATCH (n:Person|PersonRef|Post|PostRef|Tag|TagRef) RETURN count(n)"))
                .isEqualTo(0L);
        assertThat(List.of(pipeline.graph("MATCH ()-[r]->() RETURN count(r)"))).containsExactly(0L);
    }
}
