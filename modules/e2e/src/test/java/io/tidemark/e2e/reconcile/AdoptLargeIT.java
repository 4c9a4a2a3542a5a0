package io.tidemark.e2e.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.RightEdges;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.model.change.RowKey;
import io.tidemark.postgres.Connections;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;

/**
 * 100,000 nodes and 500,000 relationships of dual writes, of which 1% are missing, 1% too many and 1% different, are adopted while they
 * are read: reads never see fewer right relationships than before, and in the end all is in sync.
 */
@Tag("slow")
@Timeout(900)
final class AdoptLargeIT {

    private static final int USERS = 100_000;
    private static final int FOLLOWS = 500_000;
    private static final int PERCENT = 100;

    /** A key is missing, or different, by its place among all keys. */
    private final Set<RowKey> missing = new HashSet<>();

    private final Set<RowKey> different = new HashSet<>();

    @Test
    void reads_never_see_fewer_right_relationships_than_before(@TempDir Path folder) throws Exception {
        try (TestPipeline pipeline = TestPipeline.open("adoptlarge")) {
            long began = System.nanoTime();
            new SocialDatabase(pipeline.settings().database()).create();
            pipeline.sql(
                    "insert into users (id, username) select uuid(md5('u' || n)), 'user' || n from generate_series(1, "
                            + USERS + ") n",
                    // the last thousand have none, so that what is missing is 1% of the nodes and 1% of the
                    // relationships
                    "insert into follows (follower_id, following_id) select uuid(md5('u' || n)),"
                            + " uuid(md5('u' || (n + k * 7919) % 99000 + 1)) from generate_series(1, 99000) n,"
                            + " generate_series(1, 6) k where k < 6 or n <= 5000");
            choose(pipeline);
            run(pipeline, "CREATE CONSTRAINT app_users IF NOT EXISTS FOR (n:User) REQUIRE n.id IS UNIQUE");
            new DualWrites(pipeline, missing::contains, different::contains).write();
            invent(pipeline);
            said("loaded", began);
            long right = RightEdges.count(pipeline);
            assertThat(right).isEqualTo(FOLLOWS - FOLLOWS / PERCENT);

            try (RightEdges reader = RightEdges.read(pipeline)) {
                adoptWithAKill(pipeline, folder);
                pipeline.setup();
                began = System.nanoTime();
                pipeline.startCapture();
                pipeline.startSink();
                pipeline.awaitTidemark(Duration.ofMinutes(8));
                said("captured and applied", began);
                proveAndRepair(new Reconciler(pipeline, folder.resolve("state")));
                assertThat(pipeline.differences()).isEmpty();
                assertThat(reader.fewest()).isGreaterThanOrEqualTo(right);
                assertThat(reader.reads()).isGreaterThan(10);
                System.err.println("AdoptLargeIT: " + reader.reads() + " reads, never fewer than " + reader.fewest());
            }
            assertThat(RightEdges.count(pipeline)).isEqualTo(FOLLOWS);
            assertThat(number(pipeline, "MATCH (n:UserRef) RETURN count(n)")).isEqualTo(USERS);
        }
    }

    /** Every hundredth is missing, and the one after it different. */
    private void choose(TestPipeline pipeline) throws SQLException {
        try (Connection connection =
                Connections.openAsApplication(pipeline.settings().database())) {
            for (String keys : List.of(
                    "select id::text, null from users where substring(username from 5)::int > 99000",
                    "select follower_id::text, following_id::text from (select *, row_number() over (order by"
                            + " follower_id, following_id) n from follows) f where n % 100 = 0")) {
                read(connection, keys, missing);
            }
            for (String keys : List.of(
                    "select id::text, null from users where substring(username from 5)::int % 99 = 1"
                            + " and substring(username from 5)::int <= 99000",
                    "select follower_id::text, following_id::text from (select *, row_number() over (order by"
                            + " follower_id, following_id) n from follows) f where n % 100 = 1")) {
                read(connection, keys, different);
            }
        }
        assertThat(missing).hasSize((USERS + FOLLOWS) / PERCENT);
        assertThat(different).hasSize((USERS + FOLLOWS) / PERCENT);
    }

    private static void read(Connection connection, String sql, Set<RowKey> keys) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            while (row.next()) {
                keys.add(
                        row.getString(2) == null
                                ? RowKey.of(row.getString(1))
                                : RowKey.of(row.getString(1), row.getString(2)));
            }
        }
    }

    /** A thousand nodes and five thousand relationships whose deletes the graph never got. */
    private static void invent(TestPipeline pipeline) {
        run(
                pipeline,
                "MATCH (a:User) WITH a LIMIT 1000 CREATE (a)-[:FOLLOWS {source: 'lost'}]->(g:User {id: randomUUID(),"
                        + " username: 'ghost'})-[:FOLLOWS {source: 'lost'}]->(a)",
                "MATCH (a:User) WHERE a.username STARTS WITH 'user' WITH a SKIP 2000 LIMIT 3000"
                        + " MATCH (a)-[:FOLLOWS]->()-[:FOLLOWS]->(b:User) WHERE a <> b AND NOT (a)-[:FOLLOWS]->(b)"
                        + " WITH a, head(collect(b)) AS b CREATE (a)-[:FOLLOWS {source: 'lost'}]->(b)");
        assertThat(number(pipeline, "MATCH ()-[r:FOLLOWS {source: 'lost'}]->() RETURN count(r)"))
                .isEqualTo(FOLLOWS / PERCENT);
    }

    private static void adoptWithAKill(TestPipeline pipeline, Path folder) throws IOException, InterruptedException {
        Launcher launcher = new Launcher(pipeline.environment());
        Process adopting = launcher.start(folder.resolve("adopt.log"), "adopt");
        try (Session session = pipeline.driver().session()) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> session.run("MATCH (n:UserRef) RETURN count(n)")
                                    .single()
                                    .get(0)
                                    .asLong()
                            > 0);
        }
        adopting.destroyForcibly();
        assertThat(adopting.waitFor(30, TimeUnit.SECONDS)).isTrue();
        long adopted = number(pipeline, "MATCH (n:UserRef) RETURN count(n)");
        assertThat(adopted).isBetween(1L, (long) USERS - 1);
        long began = System.nanoTime();
        Launcher.Ended ended = launcher.run("adopt");
        said("adopted the rest after a kill at " + adopted, began);
        assertThat(ended.code()).as("%s", ended).isZero();
        assertThat(number(pipeline, "MATCH (n:User) WHERE NOT n:UserRef RETURN count(n)"))
                .isZero();
    }

    /** What dual writes had lost or left stale came with the snapshot; what is too many is found and removed. */
    private static void proveAndRepair(Reconciler reconciler) {
        long began = System.nanoTime();
        Reconciler.Run found = reconciler.run("verify", "--output=json");
        said("verified", began);
        assertThat(found.exitCode()).as(found.err()).isEqualTo(3);
        Map<String, Integer> extra = Map.of("public.users", USERS / PERCENT, "public.follows", FOLLOWS / PERCENT);
        for (JsonNode table : found.json().path("tables")) {
            String name =
                    table.path("table").asText(table.path("table").path("name").asText());
            assertThat(table.path("missing").asInt() + table.path("different").asInt())
                    .as(name)
                    .isZero();
            assertThat(table.path("extra").asInt())
                    .as(found.out())
                    .isIn(0, extra.get("public.users"), extra.get("public.follows"));
        }
        assertThat(found.json().path("driftCount").asInt()).isEqualTo((USERS + FOLLOWS) / PERCENT);
        began = System.nanoTime();
        Reconciler.Run repaired = reconciler.run("repair", "--last", "--execute");
        said("repaired", began);
        assertThat(repaired.exitCode()).as(repaired.out() + repaired.err()).isZero();
        assertThat(reconciler.run("verify").exitCode()).isZero();
    }

    private static long number(TestPipeline pipeline, String cypher) {
        return pipeline.graph(cypher) instanceof Long number ? number : -1;
    }

    private static void run(TestPipeline pipeline, String... statements) {
        for (String statement : statements) {
            pipeline.driver().executableQuery(statement).execute();
        }
    }

    private static void said(String what, long began) {
        System.err.println("AdoptLargeIT: " + what + " in " + (System.nanoTime() - began) / 1_000_000 + " ms");
    }
}
