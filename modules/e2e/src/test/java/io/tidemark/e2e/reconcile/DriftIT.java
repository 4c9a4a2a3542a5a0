package io.tidemark.e2e.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.postgres.Connections;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant I8: under live writes, a comparison finds every planted drift and no other; a repair mends them; comparisons
 * after it stay clean.
 */
@Tag("slow")
@Timeout(420)
final class DriftIT {

    private static final int OF_EACH = 1_000;
    private static final List<String> EDGES = List.of("follows", "mutes", "blocks");
    private static final List<List<String>> COLUMNS = List.of(
            List.of("follower_id", "following_id"),
            List.of("muter_id", "muted_id"),
            List.of("blocker_id", "blocked_id"));

    @Test
    void every_planted_drift_is_found_and_no_other_and_mended(@TempDir Path state) throws Exception {
        try (TestPipeline pipeline = TestPipeline.open("drift")) {
            SocialDatabase database = new SocialDatabase(pipeline.settings().database());
            database.create();
            pipeline.sql(
                    "insert into users (id, username) select uuid(md5('u' || n)), 'user' || n from generate_series(1, 6000) n",
                    edges("follows", COLUMNS.get(0)),
                    edges("mutes", COLUMNS.get(1)),
                    edges("blocks", COLUMNS.get(2)));
            pipeline.setup();
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.awaitEqual();
            Set<String> planted = plantInTheGraph(pipeline);
            planted.addAll(dropOnTheWay(pipeline));
            Reconciler reconciler = new Reconciler(pipeline, state);
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<Long> traffic = CompletableFuture.supplyAsync(() -> write(pipeline, stop));
            try {
                long start = System.nanoTime();
                Reconciler.Run found = reconciler.run("verify", "--output=json", "--limit=100000");
                System.err.println("DriftIT: verify in " + (System.nanoTime() - start) / 1_000_000 + " ms");
                assertThat(found.exitCode()).as(found.err()).isEqualTo(3);
                assertThat(drifts(found)).isEqualTo(planted);
                assertThat(found.json().path("complete").asBoolean()).isTrue();

                Reconciler.Run plan = reconciler.run("repair", "--last", "--output=json");
                assertThat(plan.exitCode()).isEqualTo(3);
                assertThat(plan.json().path("keys").asInt()).isEqualTo(planted.size());

                start = System.nanoTime();
                Reconciler.Run repaired = reconciler.run("repair", "--last", "--execute", "--output=json");
                System.err.println("DriftIT: repair of " + planted.size() + " keys in "
                        + (System.nanoTime() - start) / 1_000_000 + " ms");
                assertThat(repaired.exitCode())
                        .as(repaired.out() + repaired.err())
                        .isZero();
                assertThat(repaired.json().path("repaired").asInt()).isEqualTo(planted.size());
                for (int round = 0; round < 4; round++) {
                    Reconciler.Run clean = reconciler.run("verify", "--output=json");
                    assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
                }
            } finally {
                stop.set(true);
                System.err.println("DriftIT: " + traffic.get() + " transactions meanwhile");
            }
        }
    }

    /** 6,000 edges each, and no two of one pair. */
    private static String edges(String table, List<String> columns) {
        return "insert into " + table + " (" + String.join(", ", columns)
                + ") select uuid(md5('u' || n)), uuid(md5('u' || n % 6000 + 1)) from generate_series(1, 6000) n";
    }

    /** Users 1 to 1000 lose their row's part, 1001 to 2000 are altered, a thousand are made up; likewise for edges. */
    private static Set<String> plantInTheGraph(TestPipeline pipeline) throws SQLException {
        Set<String> planted = new TreeSet<>();
        List<String> lost = ids(pipeline, 1, OF_EACH);
        List<String> altered = ids(pipeline, OF_EACH + 1, 2 * OF_EACH);
        List<String> invented = new ArrayList<>();
        Random random = new Random(8);
        for (int i = 0; i < OF_EACH; i++) {
            invented.add(new UUID(random.nextLong(), random.nextLong()).toString());
        }
        cypher(
                pipeline,
                "UNWIND $ids AS id MATCH (n:UserRef {id: id}) REMOVE n:User, n.username, n.created_at, n.updated_at",
                lost);
        cypher(pipeline, "UNWIND $ids AS id MATCH (n:UserRef {id: id}) SET n.username = n.username + '!'", altered);
        cypher(pipeline, "UNWIND $ids AS id CREATE (n:UserRef:User {id: id, username: id})", invented);
        lost.forEach(id -> planted.add("missing public.users " + id));
        altered.forEach(id -> planted.add("different public.users " + id));
        invented.forEach(id -> planted.add("extra public.users " + id));
        for (String table : EDGES) {
            String type = table.toUpperCase(java.util.Locale.ROOT);
            List<String> next = ids(pipeline, 2, OF_EACH + 1);
            List<String> afterNext = ids(pipeline, OF_EACH + 2, 2 * OF_EACH + 1);
            cypher(pipeline, "UNWIND $ids AS id MATCH (:UserRef {id: id})-[r:" + type + "]->() DELETE r", lost);
            cypher(
                    pipeline,
                    "UNWIND $ids AS id MATCH (:UserRef {id: id})-[r:" + type
                            + "]->() SET r.created_at = r.created_at + duration({seconds: 1})",
                    altered);
            cypher(
                    pipeline,
                    "UNWIND $ids AS id MATCH (a:UserRef {id: id}) MATCH (b:UserRef {id: $ids[0]}) CREATE (a)-[:" + type
                            + "]->(b)",
                    altered);
            for (int i = 0; i < OF_EACH; i++) {
                planted.add("missing public." + table + " " + lost.get(i) + "→" + next.get(i));
                planted.add("different public." + table + " " + altered.get(i) + "→" + afterNext.get(i));
                planted.add("extra public." + table + " " + altered.get(i) + "→" + altered.get(0));
            }
        }
        return planted;
    }

    /** A sink that left a stretch of its topics out: its watermarks were moved on over changes it had not applied. */
    private static Set<String> dropOnTheWay(TestPipeline pipeline) throws SQLException {
        pipeline.stopSink();
        Set<String> planted = new TreeSet<>();
        pipeline.sql(
                "insert into users (id, username) select uuid(md5('new' || n)), 'new' || n from generate_series(1, 1000) n",
                "update users set username = username || '?' where id in (select uuid(md5('u' || n)) from generate_series(2001, 3000) n)");
        select(pipeline, "select uuid(md5('new' || n)) from generate_series(1, 1000) n")
                .forEach(id -> planted.add("missing public.users " + id));
        ids(pipeline, 2001, 3000).forEach(id -> planted.add("different public.users " + id));
        for (int each = 0; each < EDGES.size(); each++) {
            String table = EDGES.get(each);
            String from = COLUMNS.get(each).get(0);
            String to = COLUMNS.get(each).get(1);
            select(
                            pipeline,
                            "select " + from + " || '→' || " + to + " from " + table + " where " + from
                                    + " in (select uuid(md5('u' || n)) from generate_series(3001, 4000) n)")
                    .forEach(key -> planted.add("extra public." + table + " " + key));
            pipeline.sql(
                    "delete from " + table + " where " + from
                            + " in (select uuid(md5('u' || n)) from generate_series(3001, 4000) n)",
                    "update " + table + " set created_at = created_at + interval '1 day' where " + from
                            + " in (select uuid(md5('u' || n)) from generate_series(2001, 3000) n)",
                    "insert into " + table + " (" + from + ", " + to
                            + ") select uuid(md5('u' || n)), uuid(md5('u4001'))"
                            + " from generate_series(2001, 3000) n");
            List<String> inserted = ids(pipeline, 2001, 3000);
            List<String> next = ids(pipeline, 2002, 3001);
            String target = ids(pipeline, 4001, 4001).get(0);
            for (int i = 0; i < OF_EACH; i++) {
                planted.add("different public." + table + " " + inserted.get(i) + "→" + next.get(i));
                planted.add("missing public." + table + " " + inserted.get(i) + "→" + target);
            }
        }
        pipeline.awaitCaptured();
        TableTopics topics = new TableTopics(pipeline.settings());
        topics.progress().orElseThrow().ends().forEach((topic, ends) -> {
            for (int partition = 0; partition < ends.size(); partition++) {
                pipeline.driver()
                        .executableQuery(
                                "MATCH (w:TidemarkWatermark {topic: $topic, partition: $partition}) SET w.offset = $end")
                        .withParameters(
                                java.util.Map.of("topic", topic, "partition", partition, "end", ends.get(partition)))
                        .execute();
            }
        });
        pipeline.startSink();
        return planted;
    }

    /** Some hundred transactions a second on users 4001 to 6000, two keys of them coming and going all the time. */
    private static long write(TestPipeline pipeline, AtomicBoolean stop) {
        Random random = new Random(4);
        long written = 0;
        try (Connection connection =
                        Connections.openAsApplication(pipeline.settings().database());
                Statement statement = connection.createStatement()) {
            while (!stop.get()) {
                int user = 4001 + random.nextInt(2000);
                int other = 4001 + random.nextInt(2000);
                int table = random.nextInt(EDGES.size());
                String from = COLUMNS.get(table).get(0);
                String to = COLUMNS.get(table).get(1);
                String pair = "uuid(md5('u" + user + "')), uuid(md5('u" + (user == other ? 1 : other) + "'))";
                String sql = switch (random.nextInt(5)) {
                    case 0 ->
                        "update users set username = 'renamed" + written + "' where id = uuid(md5('u" + user + "'))";
                    case 1 ->
                        "insert into " + EDGES.get(table) + " (" + from + ", " + to + ") values (" + pair
                                + ") on conflict do nothing";
                    case 2 -> "delete from " + EDGES.get(table) + " where (" + from + ", " + to + ") = (" + pair + ")";
                    case 3 ->
                        "insert into mutes (muter_id, muted_id) values (uuid(md5('u5000')), uuid(md5('u5002')))"
                                + " on conflict do nothing";
                    default ->
                        "delete from mutes where muter_id = uuid(md5('u5000')) and muted_id = uuid(md5('u5002'))";
                };
                statement.execute(sql);
                written++;
                if (written % 10 == 0) {
                    Thread.sleep(10);
                }
            }
            return written;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return written;
        }
    }

    private static Set<String> drifts(Reconciler.Run run) {
        Set<String> drifts = new TreeSet<>();
        for (JsonNode drift : run.json().path("drifts")) {
            List<String> key = new ArrayList<>();
            drift.path("key").forEach(part -> key.add(part.asText()));
            drifts.add(drift.path("kind").asText() + " " + drift.path("table").asText() + " " + String.join("→", key));
        }
        return drifts;
    }

    private static List<String> ids(TestPipeline pipeline, int first, int last) throws SQLException {
        return select(
                pipeline, "select uuid(md5('u' || n)) from generate_series(" + first + ", " + last + ") n order by n");
    }

    private static List<String> select(TestPipeline pipeline, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection =
                        Connections.openAsApplication(pipeline.settings().database());
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }

    private static void cypher(TestPipeline pipeline, String cypher, List<String> ids) {
        pipeline.driver()
                .executableQuery(cypher)
                .withParameters(java.util.Map.of("ids", ids))
                .execute();
    }
}
