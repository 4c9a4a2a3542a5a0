package io.tidemark.e2e.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TableTopics;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.e2e.operations.Runbook.Block;
import io.tidemark.postgres.Connections;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;

/**
 * The runbooks' commands, page by page, on one pipeline of the prefix that the pages speak of: each page finds what it is for, and
 * leaves a graph that equals the tables.
 */
final class RunbookIT {

    /** Those that only look come first, those that throw something away last. */
    private static final List<String> ORDER = List.of(
            "README",
            "postgres-down",
            "tidemark-stale",
            "console-down",
            "instance-down",
            "reconciler-overdue",
            "go-back-to-postgres",
            "capture-down",
            "sink-down",
            "slot-inactive",
            "neo4j-down",
            "drift-found",
            "dead-letters",
            "hold",
            "emergency-stop",
            "from-dual-writes",
            "clear-and-rebuild",
            "neo4j-lost",
            "kafka-down",
            "slot-lost",
            "wal-filling-the-disk");

    private static final String LAUNCHER = "./tidemark ";

    private final Path root = Path.of(System.getProperty("tidemark.root", "../.."));
    private TestPipeline pipeline;
    private Reconciler reconciler;

    @BeforeEach
    void open(@TempDir Path state) throws SQLException {
        pipeline = TestPipeline.sample("runbook", Map.of("TIDEMARK_PREFIX", "tidemark"))
                .started();
        reconciler = new Reconciler(pipeline, state);
    }

    @AfterEach
    void close() throws SQLException {
        pipeline.alterSystem("reset max_slot_wal_keep_size");
        pipeline.close();
    }

    @TestFactory
    Stream<DynamicTest> the_commands_of() throws IOException {
        List<Runbook> pages = Runbook.all(root);
        assertThat(pages).extracting(page -> page.name().replace(".md", "")).containsExactlyInAnyOrderElementsOf(ORDER);
        return ORDER.stream()
                .flatMap(name -> pages.stream().filter(page -> page.name().equals(name + ".md")))
                .map(page -> DynamicTest.dynamicTest(page.name(), () -> follow(page)));
    }

    private void follow(Runbook page) throws Exception {
        bringAbout(page.name().replace(".md", ""));
        for (Block block : page.blocks()) {
            for (String command : block.commands()) {
                if (!block.isRun()) {
                    elsewhere(command);
                } else if (block.language().equals("sh")) {
                    assertThat(shell(command, block.place()))
                            .as("%s %s", block.place(), command)
                            .isEqualTo(block.exitCode());
                } else if (block.language().equals("sql")) {
                    sql(command, block.place());
                } else {
                    cypher(command);
                }
            }
        }
        pipeline.awaitEqual();
    }

    /** What the page is for. */
    private void bringAbout(String page) throws Exception {
        switch (page) {
            case "capture-down", "slot-inactive" -> pipeline.stopCaptureAndFreeSlot();
            case "sink-down" -> pipeline.stopSink();
            case "drift-found" ->
                pipeline.driver()
                        .executableQuery("MATCH (:User {username: 'bob'})-[f:FOLLOWS]->() DELETE f")
                        .execute();
            case "dead-letters" -> {
                TableTopics topics = new TableTopics(pipeline.settings());
                var known = topics.records("users").get(0);
                topics.write("users", known.partition(), known.key(), "not ours".getBytes(StandardCharsets.UTF_8));
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> pipeline.sink().deadLetters() > 0);
            }
            case "hold" -> pipeline.graph().holds(pipeline.settings().prefix()).set("a clear that was killed");
            case "slot-lost" -> {
                pipeline.stopCaptureAndFreeSlot();
                pipeline.sql("select pg_drop_replication_slot('tidemark')");
            }
            case "from-dual-writes" -> {
                pipeline.stopSink();
                cypher("DROP CONSTRAINT tidemark_User_id");
                cypher("MATCH (n:UserRef) REMOVE n:UserRef");
                cypher("MATCH (t:Tidemark|TidemarkWatermark) DELETE t");
                cypher("MATCH (n:User {username: 'alice'})-[f:FOLLOWS]-() DELETE f");
                cypher("MATCH (n:User {username: 'alice'}) CREATE (n)-[:FOLLOWS]->(:User {id: '"
                        + "0000000f-0000-0000-0000-000000000000'})-[:FOLLOWS]->(n), (:User), (:User {id: n.id})");
                cypher("MATCH (n:User {username: 'bob'})-[f:FOLLOWS]->(m) CREATE (n)-[:FOLLOWS]->(m)");
                cypher("MATCH (n:User {username: 'julia'}) CREATE (:UserRef {id: n.id})");
                cypher("MATCH (n:User {username: 'hannah'}) SET n.userId = n.id REMOVE n.id");
                cypher("MATCH (n:User {username: 'diana'}) CREATE (:User {id: 7})-[:FOLLOWS]->(n)-[:FOLLOWS]->(:Page)");
            }
            default -> {
                // a pipeline that runs is all it takes
            }
        }
    }

    private int shell(String command, String place) throws SQLException {
        assertThat(command).as(place).startsWith(LAUNCHER);
        List<String> words = Arrays.asList(command.substring(LAUNCHER.length()).split(" +"));
        String[] rest = words.subList(1, words.size()).toArray(String[]::new);
        return switch (words.get(0)) {
            case "reconcile" -> {
                Reconciler.Run run = reconciler.run(rest[0], Arrays.copyOfRange(rest, 1, rest.length));
                if (run.exitCode() != 0) {
                    System.out.println(command + ": " + run.out() + run.err());
                }
                yield run.exitCode();
            }
            // These two run until they are ended: here, in this process.
            case "capture" -> {
                assertThat(Launcher.understands(words)).as(place).isTrue();
                pipeline.stopCaptureAndFreeSlot();
                pipeline.startCapture(words.contains("--resnapshot"));
                yield 0;
            }
            case "sink" -> {
                assertThat(Launcher.understands(words)).as(place).isTrue();
                pipeline.stopSink();
                pipeline.startSink();
                yield 0;
            }
            default -> {
                List<String> names =
                        words.stream().takeWhile(word -> !word.startsWith("-")).toList();
                List<String> options = new ArrayList<>(words.subList(names.size(), words.size()));
                if (names.contains("resend")) {
                    options.addAll(List.of("--state", reconciler.state().toString()));
                }
                Launcher.Ended ended = new Launcher(pipeline.environment())
                        .run(String.join(" ", names), options.toArray(String[]::new));
                if (ended.code() != 0) {
                    System.out.println(command + ": " + ended.out() + ended.err());
                }
                yield ended.code();
            }
        };
    }

    /** Not in a transaction of the driver's: some statements have their own. */
    private void cypher(String statement) {
        try (Session session = pipeline.driver().session()) {
            session.run(statement).consume();
        }
    }

    private void sql(String statement, String place) {
        try (Connection connection =
                        Connections.openAsApplication(pipeline.settings().database());
                Statement prepared = connection.createStatement()) {
            prepared.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(place + " " + statement, e);
        }
    }

    /** Does to this test's processes and graph what a page does to containers; leaves out what only looks. */
    private void elsewhere(String command) {
        if (command.startsWith("docker compose stop ")) {
            if (command.contains(" sink")) {
                pipeline.stopSink();
            }
            if (command.contains(" capture")) {
                pipeline.stopCaptureAndFreeSlot();
            }
        } else if (command.equals("docker volume rm tidemark_neo4j")) {
            pipeline.driver().executableQuery("MATCH (n) DETACH DELETE n").execute();
            pipeline.driver()
                    .executableQuery("SHOW CONSTRAINTS YIELD name")
                    .execute()
                    .records()
                    .forEach(constraint -> pipeline.driver()
                            .executableQuery(
                                    "DROP CONSTRAINT `" + constraint.get("name").asString() + "`")
                            .execute());
        }
    }
}
