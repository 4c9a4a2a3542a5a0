package io.tidemark.e2e.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows are read again when somebody asks for it, and what is then published is never older than what was (I2). */
@Timeout(120)
final class RefreshIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Path TYPES = Path.of(System.getProperty("tidemark.root", "../.."), "docs", "column-types.md");
    private static final Pattern TYPE = Pattern.compile("\\| `(.+?)` \\| `.+?` \\| `(.+)` \\| `.+` \\|");

    private static TestPipeline social(String name) throws SQLException {
        return TestPipeline.sample(name).started();
    }

    private static String user(int number) {
        return "00000000-0000-0000-0000-%012d".formatted(number);
    }

    @Test
    void drift_is_healed_and_nonsense_is_named_and_left_out() throws SQLException {
        try (TestPipeline pipeline = social("refresh");
                LogLines log = LogLines.record()) {
            healsKeys(pipeline);
            healsRanges(pipeline);
            leavesNonsenseOut(pipeline, log);
        }
    }

    private static void healsKeys(TestPipeline pipeline) throws SQLException {
        pipeline.graph("MATCH (:User {username: 'bob'})-[f:FOLLOWS]->(:User {username: 'alice'}) DELETE f RETURN 1");
        pipeline.graph("MATCH (c:User {username: 'charlie'}) SET c.username = 'wrong' RETURN 1");
        pipeline.graph("CREATE (:UserRef:User {id: '" + user(77) + "', username: 'ghost'}) RETURN 1");
        pipeline.graph("MATCH (j:User {username: 'julia'}), (i:User {username: 'ian'})"
                + " CREATE (j)-[:BLOCKS]->(i) RETURN 1");
        assertThat(pipeline.differences()).hasSize(3);
        pipeline.sql(
                Reread.statement("{'table':'public.follows','keys':[['" + user(2) + "','" + user(1) + "']]}"),
                Reread.statement("{'table':'users','keys':['" + user(3) + "','" + user(77) + "']}"),
                "select pg_logical_emit_message(false, 'tidemark.refresh', '{\"table\":\"blocks\",\"keys\":[[\""
                        + user(10) + "\",\"" + user(9) + "\"]]}', true)");
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (g:UserRef {id: '" + user(77) + "'}) RETURN count(g)"))
                .isEqualTo(0L);
        assertThat(new TableTopics(pipeline.settings()).liveKeys("users")).isEqualTo(10);
    }

    private static void healsRanges(TestPipeline pipeline) throws SQLException {
        pipeline.graph("MATCH (u:User) SET u.username = 'wrong' RETURN 1");
        pipeline.sql(Reread.statement("{'table':'users','from':'" + user(3) + "','to':['" + user(6) + "']}"));
        String right = "MATCH (u:User) WHERE u.username <> 'wrong' WITH u ORDER BY u.id"
                + " RETURN reduce(all = '', name IN collect(u.username) | all + name + ' ')";
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(pipeline.graph(right)).isEqualTo("charlie diana evan "));
        pipeline.sql(Reread.statement("{'table':'users','from':'" + user(10) + "'}"));
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(pipeline.graph(right)).isEqualTo("charlie diana evan julia "));
        pipeline.sql(Reread.statement("{'table':'users'}"));
        pipeline.awaitEqual();
        pipeline.graph("MATCH ()-[f:FOLLOWS]->() DELETE f RETURN 1");
        pipeline.sql(Reread.statement("{'table':'follows','to':['" + user(5) + "','" + user(1) + "']}"));
        pipeline.sql(Reread.statement("{'table':'follows','from':['" + user(5) + "','" + user(1) + "']}"));
        pipeline.awaitEqual();
    }

    private static void leavesNonsenseOut(TestPipeline pipeline, LogLines log) throws SQLException {
        pipeline.graph("MATCH (b:User {username: 'bob'}) SET b.username = 'wrong' RETURN 1");
        Map<String, String> nonsense = Map.of(
                "{'table':",
                "it is no JSON",
                "{'table':'pg_authid','keys':['a']}",
                "table 'pg_authid' is not captured",
                "{'table':'follows','keys':['a']}",
                "the primary key of public.follows is follower_id, following_id",
                "{'table':'users','keys':['no uuid']}",
                "a key does not fit the primary key of public.users",
                "{'table':'users','keys':['no uuid','" + user(2) + "','also no uuid']}",
                "a key does not fit the primary key of public.users",
                "{'table':'users','from':'no uuid'}",
                "a key does not fit the primary key of public.users");
        for (String request : nonsense.keySet()) {
            pipeline.sql(Reread.statement(request));
        }
        pipeline.sql("insert into users (id, username) values ('" + user(11) + "', 'kim')");
        pipeline.awaitEqual();
        assertThat(pipeline.graph("MATCH (u:User {username: 'kim'}) RETURN count(u)"))
                .isEqualTo(1L);
        for (String why : nonsense.values()) {
            assertThat(log.messages())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("a request to refresh is left out")
                            .contains(why));
        }
        assertThat(log.withStackTrace()).isEmpty();
    }

    @Test
    void a_row_that_is_read_again_is_what_it_was_in_the_log() throws SQLException, IOException {
        List<String> types =
                new ArrayList<>(List.of("money", "bit(3)", "timetz", "point", "int4range", "oid", "macaddr"));
        List<String> values = new ArrayList<>(
                List.of("'12.34'", "B'101'", "'04:05:06.789+02'", "'(1,2)'", "'[1,5)'", "17", "'08:00:2b:01:02:03'"));
        for (String line : Files.readAllLines(TYPES)) {
            Matcher matcher = TYPE.matcher(line);
            if (matcher.matches()) {
                types.add(matcher.group(1));
                values.add(matcher.group(2));
            }
        }
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < types.size(); i++) {
            columns.append(", c").append(i).append(' ').append(types.get(i));
        }
        try (TestPipeline pipeline = TestPipeline.open(
                "reread",
                Map.of(
                        TestPipeline.MAPPING,
                        "nodes:\n  - { table: samples, label: Sample, key: id, properties: [] }",
                        "TIDEMARK_CAPTURE_COLUMNS",
                        "all"))) {
            pipeline.sql(
                    "create type mood as enum ('sad', 'happy')",
                    "create table samples (id integer primary key" + columns
                            + ", strict integer not null default 5, twice integer generated always as (strict * 2) stored)");
            pipeline.setup();
            pipeline.startCapture();
            Reread topics = new Reread(pipeline);
            pipeline.awaitCaptured();
            pipeline.sql("insert into samples values (1, " + String.join(", ", values) + ")");
            pipeline.sql(Reread.statement("{'table':'samples','keys':[1,2]}"));
            await().atMost(DEADLINE).until(() -> topics.envelopes("samples").size() == 3);
            List<Reread.Envelope> first = topics.envelopes("samples");
            assertThat(first).extracting(Reread.Envelope::operation).containsExactlyInAnyOrder("c", "r", "d");
            Reread.Envelope inserted = first.stream()
                    .filter(each -> each.operation().equals("c"))
                    .findFirst()
                    .orElseThrow();
            Reread.Envelope reread = topics.reread("samples").get(0);
            assertThat(reread.after().toString()).isEqualTo(inserted.after().toString());
            assertThat(reread.after()).isEqualTo(inserted.after());
            assertThat(reread.schemaId()).isEqualTo(inserted.schemaId());
            assertThat(new TableTopics(pipeline.settings()).liveKeys("samples")).isEqualTo(1);

            pipeline.sql("alter table samples add column late text default 'later'");
            pipeline.sql(Reread.statement("{'table':'samples'}"));
            await().atMost(DEADLINE).until(() -> topics.reread("samples").size() == 2);
            assertThat(topics.reread("samples").get(1).after().get("late")).hasToString("later");
        }
    }

    @Test
    void refreshing_under_a_writer_changes_nothing_in_the_result()
            throws SQLException, ExecutionException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        try (TestPipeline pipeline = social("writer")) {
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Integer> writer =
                    CompletableFuture.supplyAsync(() -> write(pipeline, new Random(seed), enough));
            int requests = 0;
            StringBuilder all = new StringBuilder();
            for (int i = 1; i <= 10; i++) {
                all.append(i == 1 ? "" : ",").append('\'').append(user(i)).append('\'');
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(6);
            while (System.nanoTime() < end) {
                pipeline.sql(
                        Reread.statement("{'table':'users','keys':[" + all + "]}"),
                        Reread.statement("{'table':'follows','keys':[['" + user(10) + "','" + user(1) + "'],['"
                                + user(9) + "','" + user(1) + "']]}"));
                requests++;
            }
            enough.set(true);
            int writes = writer.get();
            pipeline.awaitCaptured();
            System.out.println(writes + " writes, " + requests + " requests");
            assertThat(writes).isGreaterThan(1_000);
            assertThat(requests).isGreaterThan(20);
            Reread topics = new Reread(pipeline);
            assertThat(topics.reread("users").size()).isEqualTo(10 * requests);
            assertThat(topics.latest("users", "id", "username")).isEqualTo(usernames(pipeline));
            pipeline.awaitEqual();
        }
    }

    private static Map<String, String> usernames(TestPipeline pipeline) throws SQLException {
        Map<String, String> usernames = new HashMap<>();
        try (Connection connection =
                        Connections.openAsApplication(pipeline.settings().database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id::text, username from users")) {
            while (row.next()) {
                usernames.put(row.getString(1), row.getString(2));
            }
        }
        return usernames;
    }

    private static int write(TestPipeline pipeline, Random random, AtomicBoolean enough) {
        try (Connection connection =
                        Connections.openAsApplication(pipeline.settings().database());
                Statement statement = connection.createStatement()) {
            int writes = 0;
            while (!enough.get()) {
                statement.execute("update users set username = 'name-" + writes + "' where id = '"
                        + user(1 + random.nextInt(10)) + "'");
                String edge = "'" + user(9 + random.nextInt(2)) + "', '" + user(1) + "'";
                statement.execute(
                        random.nextBoolean()
                                ? "insert into follows values (" + edge + ") on conflict do nothing"
                                : "delete from follows where (follower_id, following_id) = (" + edge + ")");
                writes += 2;
            }
            return writes;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_commit_that_is_in_the_log_and_not_yet_seen_is_waited_for()
            throws SQLException, ExecutionException, InterruptedException, TimeoutException {
        try (TestPipeline pipeline = social("unseen")) {
            Reread topics = new Reread(pipeline);
            CompletableFuture<Void> commit;
            pipeline.alterSystem("set synchronous_standby_names = 'nobody'");
            try {
                commit = commitThatWaits(pipeline);
                await().atMost(DEADLINE)
                        .until(() ->
                                Long.valueOf(1).equals(pipeline.graph("MATCH (u {username: 'new'}) RETURN count(u)")));
                assertThat(commit).isNotDone();
                pipeline.sql(
                        "set synchronous_commit = local",
                        Reread.statement("{'table':'users','keys':['" + user(1) + "']}"));
                await().during(Duration.ofSeconds(2))
                        .atMost(DEADLINE)
                        .until(() -> topics.reread("users").isEmpty());
            } finally {
                pipeline.alterSystem("reset synchronous_standby_names");
            }
            commit.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            await().atMost(DEADLINE).until(() -> topics.reread("users").size() == 1);
            assertThat(topics.reread("users").get(0).after().get("username")).hasToString("new");
            pipeline.awaitEqual();
        }
    }

    /** The server's processes follow the changed setting one after another: a commit before the last of them does not wait. */
    private static CompletableFuture<Void> commitThatWaits(TestPipeline pipeline) {
        for (int attempt = 0; attempt < 100; attempt++) {
            CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> update(pipeline));
            await().atMost(DEADLINE).until(() -> commit.isDone() || waitsForStandby(pipeline));
            if (!commit.isDone()) {
                return commit;
            }
        }
        throw new IllegalStateException("no commit has waited for a standby");
    }

    private static boolean waitsForStandby(TestPipeline pipeline) throws SQLException {
        try (Connection connection =
                Connections.openAsApplication(pipeline.settings().database())) {
            return Query.one(
                    connection,
                    "select exists (select from pg_stat_activity where wait_event = 'SyncRep' and datname = current_database())",
                    row -> row.getBoolean(1));
        }
    }

    private static void update(TestPipeline pipeline) {
        try {
            pipeline.sql("update users set username = 'new' where id = '" + user(1) + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
