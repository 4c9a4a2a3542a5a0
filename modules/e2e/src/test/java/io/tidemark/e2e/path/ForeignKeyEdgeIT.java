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

/** Foreign keys of node tables as relationships: through snapshot, log, comparison, repair, rebuild and clear. */
@Timeout(180)
final class ForeignKeyEdgeIT {

    @TempDir
    private Path folder;

    @Test
    void a_foreign_key_is_a_relationship_that_follows_its_column() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("foreign", Map.of(TestPipeline.MAPPING, """
                nodes:
                  - { table: users, label: User, key: id, properties: [name] }
                  - { table: profiles, label: Profile, key: user_id, edges: [ { type: IS_OF, to: { column: user_id, label: User } } ] }
                  - { table: posts, label: Post, key: id, properties: [title, author_id], absentWhen: deleted_at, edges: [
                      { type: WROTE, from: { column: author_id, label: User } },
                      { type: REPLIES_TO, to: { column: parent_id, label: Post } } ] }
                """))) {
            pipeline.sql(
                    "create table users (id bigint primary key, name text)",
                    "create table profiles (user_id bigint primary key references users on delete cascade)",
                    """
                    create table posts (id uuid primary key default gen_random_uuid(), title text,
                      author_id bigint references users on delete set null, parent_id uuid, deleted_at timestamptz)""",
                    "insert into users select n, 'user' || n from generate_series(1, 20) n",
                    "insert into profiles select n from generate_series(1, 10) n",
                    "insert into posts (title, author_id) select 'post' || n, nullif(n % 20, 0) from generate_series(1, 200) n",
                    """
                    update posts set parent_id = (select id from posts where title = 'post1')
                      where title in ('post2', 'post3', 'post1')""",
                    "update posts set parent_id = gen_random_uuid() where title = 'post4'");
            pipeline.setup();
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.awaitEqual();
            assertThat(pipeline.graph("MATCH (:User)-[r:WROTE]->(:Post) RETURN count(r)"))
                    .isEqualTo(190L);
            assertThat(pipeline.graph("MATCH (:Post)-[r:REPLIES_TO]->(:PostRef) RETURN count(r)"))
                    .as("one to itself, one to a post that is not there")
                    .isEqualTo(4L);
            assertThat(pipeline.graph("MATCH (:Profile)-[r:IS_OF]->(:User) RETURN count(r)"))
                    .isEqualTo(10L);
            changes(pipeline);
            repairs(pipeline);
            empties(pipeline);
        }
    }

    private static void changes(TestPipeline pipeline) throws SQLException {
        pipeline.sql(
                "update posts set author_id = 7 where title like 'post5%'",
                "update posts set author_id = null where title like 'post6%'",
                "update posts set parent_id = null where title in ('post3', 'post4')",
                "update posts set title = 'x' || title where title like 'post7%'",
                "update posts set deleted_at = now() where title like 'post8%'",
                "update posts set id = gen_random_uuid() where title in ('post90', 'post91')",
                "delete from users where id in (2, 3)",
                "delete from posts where title = 'post1'",
                "insert into posts (title, author_id) values ('later', 1)");
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (n:PostRef) WHERE NOT n:Post RETURN count(n)"))
                .as("a reply keeps the post that is gone; nothing speaks of the one that never was")
                .isEqualTo(1L);
        assertThat(pipeline.graph("MATCH (u:UserRef) WHERE u.id IN [2, 3] RETURN count(u)"))
                .isEqualTo(0L);
        assertThat(pipeline.graph("MATCH (p:Post {title: 'post50'})<-[:WROTE]-(u) RETURN collect(u.id)"))
                .isEqualTo(List.of(7L));
    }

    private void repairs(TestPipeline pipeline) throws SQLException {
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run clean = reconciler.run("verify");
        assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
        pipeline.graph("MATCH (:Post {title: 'post10'})<-[r:WROTE]-() DELETE r RETURN 1");
        pipeline.graph("MATCH (p:Post {title: 'post11'}), (u:User {id: 20}) CREATE (u)-[:WROTE]->(p) RETURN 1");
        pipeline.graph(
                "MATCH (p:Post {title: 'post12'})<-[r:WROTE]-(), (u:User {id: 20}) DELETE r CREATE (u)-[:WROTE]->(p)"
                        + " RETURN 1");
        pipeline.graph(
                "MATCH (p:Post {title: 'post13'})<-[r:WROTE]-() DELETE r CREATE (:Stranger {id: 13})-[:WROTE]->(p)"
                        + " RETURN 1");
        pipeline.graph(
                "MATCH (u:User {id: 20}) CREATE (u)-[:WROTE]->(:PostRef {id: 'f0000000-0000-0000-0000-000000000000'})"
                        + " RETURN 1");
        Reconciler.Run drifted = reconciler.run("verify", "--output=json");
        assertThat(drifted.exitCode()).as(drifted.err()).isEqualTo(3);
        assertThat(drifted.json().path("driftCount").asInt()).as(drifted.out()).isEqualTo(5);
        assertThat(reconciler.run("repair", "--execute").exitCode()).isZero();
        assertThat(pipeline.differences()).isEmpty();
        Reconciler.Run mended = reconciler.run("verify");
        assertThat(mended.exitCode()).as(mended.out()).isZero();
        pipeline.graph("MATCH (s:Stranger) DELETE s RETURN 1");
    }

    private void empties(TestPipeline pipeline) throws SQLException {
        Reconciler reconciler = new Reconciler(pipeline, folder.resolve("state"));
        Reconciler.Run rebuilt = reconciler.run("rebuild", "--yes");
        assertThat(rebuilt.exitCode()).as(rebuilt.out() + rebuilt.err()).isZero();
        pipeline.awaitEqual();
        pipeline.stopSink();
        Reconciler.Run cleared = reconciler.run("clear", "--yes");
        assertThat(cleared.exitCode()).as(cleared.out() + cleared.err()).isZero();
        assertThat(pipeline.graph("MATCH (n:User|UserRef|Post|PostRef|Profile|ProfileRef) RETURN count(n)"))
                .isEqualTo(0L);
    }
}
