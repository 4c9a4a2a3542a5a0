package io.tidemark.e2e.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.concurrent.Retries;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.graphstore.Constraints;
import io.tidemark.graphstore.GraphAdoption;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.reconciler.adopt.Adopt;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.StoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;

/** A graph that dual writes have filled becomes Tidemark's in place, and then equal to the tables. */
@Timeout(180)
final class AdoptIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALICE = id(1);
    private static final String BOB = id(2);
    private static final String IAN = id(9);
    private static final String JULIA = id(10);
    private static final String GHOST = id(99);

    @TempDir
    Path folder;

    private static String id(int number) {
        return String.format("00000000-0000-0000-0000-%012d", number);
    }

    @Test
    void a_graph_of_dual_writes_is_adopted_in_place_and_ends_in_sync() throws Exception {
        try (TestPipeline pipeline = TestPipeline.open("adopt")) {
            SocialDatabase database = new SocialDatabase(pipeline.settings().database());
            database.create();
            database.loadSample();
            new DualWrites(
                            pipeline,
                            key -> key.value(0).equals(IAN),
                            key -> key.value(0).equals(BOB))
                    .write();
            // a lost delete of a row with its relationships, whose unique name another row has taken; duplicates of a
            // node
            // and of a relationship; three unfit keys
            run(
                    pipeline,
                    "MATCH (alice:User {id: '" + ALICE + "'}) CREATE (alice)-[:FOLLOWS]->(g:User {id: '" + GHOST
                            + "', username: 'ian'})-[:FOLLOWS]->(alice), (g)-[:FOLLOWS]->(alice)",
                    "MATCH (bob:User {id: '" + BOB + "'})-[:FOLLOWS]->(alice:User {id: '" + ALICE
                            + "'}) CREATE (bob)-[:FOLLOWS]->(alice)",
                    "CREATE (:User {id: '" + JULIA + "'}), (:User), (:User {id: 7}),"
                            + " (:User {id: 'ABCDEF00-0000-0000-0000-000000000000'})",
                    "CREATE CONSTRAINT app_names FOR (n:User) REQUIRE n.username IS UNIQUE",
                    "CREATE INDEX app_users IF NOT EXISTS FOR (n:User) ON (n.id)");
            Object alice = pipeline.graph("MATCH (n:User {id: '" + ALICE + "'}) RETURN elementId(n)");
            Launcher launcher = new Launcher(pipeline.environment());

            assertThatThrownBy(pipeline::setup)
                    .hasMessageContaining("14 nodes with the label User and without UserRef")
                    .hasMessageContaining("./tidemark adopt")
                    .hasMessageContaining("index app_users on User is in the place of constraint tidemark_User_id");

            Launcher.Ended plan = launcher.run("adopt", "--dry-run", "--json");
            assertThat(plan.code()).as("%s", plan).isEqualTo(5);
            assertThat(users(plan).path("adopted").asInt()).isEqualTo(9);
            assertThat(count(pipeline, "MATCH (n:UserRef) RETURN count(n)")).isZero();
            assertThat(pipeline.graph()
                            .constraints(pipeline.settings().mapping())
                            .missing())
                    .contains("tidemark_UserRef_id", "tidemark_User_id");

            // stopped in the middle: one batch of two is done
            Stop stop = new Stop();
            try (Endpoints endpoints =
                    Reconciling.sides(pipeline.settings(), pipeline.settings().prefix())) {
                assertThatThrownBy(
                                () -> new Adopt(endpoints, Reconciling.stoppingAfter(1, stop), stop, 2, 20).run(false))
                        .isInstanceOf(StoppedException.class);
            }
            assertThat(count(pipeline, "MATCH (n:UserRef) RETURN count(n)")).isEqualTo(2);

            Launcher.Ended first = launcher.run("adopt", "--json");
            assertThat(first.code()).as("%s", first).isEqualTo(5);
            assertThat(users(first).path("own").asInt()).isEqualTo(2);
            assertThat(users(first).path("adopted").asInt()).isEqualTo(7);
            assertThat(keys(users(first).path("duplicates"))).containsExactly(JULIA + " 2");
            assertThat(keys(users(first).path("unfit")))
                    .containsExactlyInAnyOrder(
                            "null NULL 1", "7 INTEGER 1", "ABCDEF00-0000-0000-0000-000000000000 STRING 1");
            assertThat(keys(json(first).path("edges").get(0).path("duplicates")))
                    .containsExactlyInAnyOrder(BOB + " " + ALICE + " 2", GHOST + " " + ALICE + " 2");
            assertThat(first.err())
                    .anyMatch(line -> line.contains("2 nodes with the label User have a key that another node has too,"
                            + " so constraint tidemark_User_id cannot be made"))
                    .anyMatch(
                            line -> line.contains("3 nodes with the label User have a key that no row of public.users"))
                    .anyMatch(line -> line.contains("DROP INDEX `app_users`"))
                    .hasSize(4);
            assertThat(count(pipeline, "MATCH (n:UserRef) WHERE n.id = '" + JULIA + "' RETURN count(n)"))
                    .isZero();

            // what a person does about it, with the runbook's statements
            run(
                    pipeline,
                    "DROP INDEX app_users",
                    "MATCH (n:User) WHERE n.id IS NULL OR n.id = 7 OR n.id STARTS WITH 'ABC' DETACH DELETE n");
            try (Session session = pipeline.driver().session()) {
                RUNBOOK.forEach(statement -> session.run(statement).consume());
            }
            Launcher.Ended second = launcher.run("adopt");
            assertThat(second.code()).as("%s", second).isZero();
            assertThat(second.out())
                    .contains(
                            "constraint tidemark_User_id: made",
                            "public.users: 1 node with the label User adopted, 9 were Tidemark's before");
            assertThat(launcher.run("adopt").out().get(0)).contains("0 nodes with the label User adopted, 10 were");

            pipeline.setup();
            pipeline.startCapture();
            pipeline.startSink();
            pipeline.awaitTidemark();
            Reconciler reconciler = new Reconciler(pipeline, folder);
            Reconciler.Run found = reconciler.run("verify", "--output=json");
            assertThat(found.exitCode()).as(found.out()).isEqualTo(3);
            assertThat(found.json().path("driftCount").asInt()).as(found.out()).isEqualTo(4);
            assertThat(reconciler.run("repair", "--last", "--execute").exitCode())
                    .isZero();
            assertThat(reconciler.run("verify").exitCode()).isZero();
            pipeline.awaitEqual();
            assertThat(count(pipeline, "MATCH (n) WHERE n.id = '" + GHOST + "' RETURN count(n)"))
                    .isZero();
            assertThat(pipeline.graph(
                            "MATCH (n:User {id: '" + ALICE + "', source: 'application'}) RETURN elementId(n)"))
                    .isEqualTo(alice);
        }
    }

    /** Neo4j holds 1 and 1.0 equal: one of both is a duplicate of the other, and by itself 1.0 is unfit. */
    @Test
    void a_number_of_another_type_is_no_key_of_a_row() throws SQLException, IOException {
        try (TestPipeline pipeline = TestPipeline.open(
                "floats",
                Map.of(
                        TestPipeline.MAPPING,
                        "nodes:\n  - { table: people, label: Person, key: id, properties: [name] }"))) {
            pipeline.sql("create table people (id bigint primary key, name text)");
            run(pipeline, "UNWIND [1, 2, 2.0, 3.0, '4'] AS id CREATE (:Person {id: id})");
            Launcher.Ended ended = new Launcher(pipeline.environment()).run("adopt", "--json");
            assertThat(users(ended).path("adopted").asInt()).as("%s", ended).isEqualTo(1);
            assertThat(users(ended).path("duplicates").path("elements").asInt()).isEqualTo(2);
            assertThat(keys(users(ended).path("unfit")))
                    .containsExactlyInAnyOrder("2.0 FLOAT 1", "3.0 FLOAT 1", "4 STRING 1");
        }
    }

    /** Between finding nodes and adopting them, a sink took one's key, and an application made another a second time. */
    @Test
    void keys_that_are_taken_meanwhile_keep_no_other_node_from_being_adopted() throws SQLException {
        try (TestPipeline pipeline = TestPipeline.open("taken")) {
            NodeMapping users = pipeline.settings().mapping().nodes().get(0);
            pipeline.graph().constraints(pipeline.settings().mapping()).createAllBut(Set.of(Constraints.name(users)));
            run(pipeline, "UNWIND ['a', 'b', 'b', 'c', 'd'] AS id CREATE (:User {id: id})");
            GraphAdoption graph = pipeline.graph().adoption(pipeline.settings().mapping(), new Retries(() -> true));
            List<GraphAdoption.ForeignNode> nodes = new ArrayList<>();
            graph.foreign(users, nodes::add);
            run(pipeline, "CREATE (:UserRef {id: 'a'})", "MATCH (n:User {id: 'd'}) SET n.id = 'e'");
            assertThat(graph.adopt(users, nodes)).isEqualTo(2);
            assertThat(count(pipeline, "MATCH (n:User:UserRef) WHERE n.id IN ['b', 'c'] RETURN count(n)"))
                    .isEqualTo(2);

            // the statement looks for itself where an index of the application's keeps the constraint from being made
            run(pipeline, "DROP CONSTRAINT tidemark_UserRef_id", "CREATE (:User {id: 'f'})");
            nodes.clear();
            graph.foreign(users, nodes::add);
            run(pipeline, "CREATE (:UserRef {id: 'f'})");
            assertThat(graph.adopt(users, nodes)).isEqualTo(1);
            assertThat(count(pipeline, "MATCH (n:User:UserRef) WHERE n.id = 'e' RETURN count(n)"))
                    .isEqualTo(1);
        }
    }

    private static final List<String> RUNBOOK = List.of("""
            MATCH (n:User) WHERE n.id IS NOT NULL
            WITH n ORDER BY COUNT { (n)--() } DESC
            WITH n.id AS key, collect(n) AS nodes WHERE size(nodes) > 1
            UNWIND nodes[1..] AS other
            CALL (other) { DETACH DELETE other } IN TRANSACTIONS OF 100 ROWS""", """
            MATCH (a:User)-[r:FOLLOWS]->(b:User)
            WITH a, b, collect(r) AS copies WHERE size(copies) > 1
            UNWIND copies[1..] AS copy
            CALL (copy) { DELETE copy } IN TRANSACTIONS OF 1000 ROWS""");

    private static JsonNode json(Launcher.Ended ended) throws IOException {
        return JSON.readTree(String.join("\n", ended.out()));
    }

    private static JsonNode users(Launcher.Ended ended) throws IOException {
        return json(ended).path("nodes").get(0);
    }

    /** Each key with its type, if it has one, and its count. */
    private static List<String> keys(JsonNode listing) {
        return listing.path("keys").findParents("elements").stream()
                .map(entry -> {
                    StringBuilder line = new StringBuilder();
                    entry.path("key").forEach(part -> line.append(part.asText()).append(' '));
                    String type = entry.path("type").asText();
                    return line
                            + (type.isEmpty() ? "" : type + " ")
                            + entry.path("elements").asInt();
                })
                .toList();
    }

    private static long count(TestPipeline pipeline, String cypher) {
        return ((Number) java.util.Objects.requireNonNull(pipeline.graph(cypher))).longValue();
    }

    private static void run(TestPipeline pipeline, String... statements) {
        for (String statement : statements) {
            pipeline.driver().executableQuery(statement).execute();
        }
    }
}
