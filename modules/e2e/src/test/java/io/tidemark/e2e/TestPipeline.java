package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.capture.CaptureApp;
import io.tidemark.cli.run.Apps;
import io.tidemark.cli.run.GraphComparison;
import io.tidemark.cli.run.Setup;
import io.tidemark.cli.settings.Settings;
import io.tidemark.devstack.StackEndpoints;
import io.tidemark.events.KafkaAdmin;
import io.tidemark.events.KafkaCalls;
import io.tidemark.graphstore.GraphReader;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.postgres.RowReader;
import io.tidemark.sink.SinkApp;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One test's pipeline: a database, a prefix and an emptied graph of its own on the shared servers. */
public final class TestPipeline implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TestPipeline.class);

    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final StackEndpoints stack;
    private final Settings settings;
    private final Map<String, String> environment;
    private final Driver driver;
    private @Nullable CaptureApp capture;
    private @Nullable SinkApp sink;

    private TestPipeline(StackEndpoints stack, Map<String, String> environment) {
        this.stack = stack;
        this.environment = environment;
        this.settings = Settings.of(environment);
        this.driver = settings.graph().connect();
    }

    /** The social mapping. */
    public static TestPipeline open(String name) throws SQLException {
        return open(name, Map.of());
    }

    /**
     * Opens a pipeline.
     *
     * @param name for the database and the prefix; a number is added
     * @param overrides further settings
     */
    public static TestPipeline open(String name, Map<String, String> overrides) throws SQLException {
        return open(Servers.stack().endpoints(), name, overrides);
    }

    /** The same on other servers; in the values of {@code overrides}, {@code {database}} stands for the pipeline's own. */
    static TestPipeline open(StackEndpoints stack, String name, Map<String, String> overrides) throws SQLException {
        String unique = name + "_" + NUMBERS.incrementAndGet() + "_" + Long.toString(System.nanoTime(), 36);
        DatabaseUrl server = DatabaseUrl.parse(stack.databaseUrl());
        try (Connection connection = Connections.open(server)) {
            execute(connection, "create database " + unique);
        }
        Map<String, String> environment = new HashMap<>(stack.environment());
        String address = stack.databaseUrl();
        environment.put("DATABASE_URL", address.replaceFirst("/" + server.database() + "$", "/" + unique));
        environment.put("TIDEMARK_PREFIX", unique);
        overrides.forEach((variable, value) -> environment.put(variable, value.replace("{database}", unique)));
        TestPipeline pipeline = new TestPipeline(stack, environment);
        pipeline.emptyGraph();
        return pipeline;
    }

    private void emptyGraph() {
        driver.executableQuery("MATCH (n) DETACH DELETE n").execute();
        driver.executableQuery("SHOW CONSTRAINTS YIELD name")
                .execute()
                .records()
                .forEach(constraint -> driver.executableQuery(
                                "DROP CONSTRAINT `" + constraint.get("name").asString() + "`")
                        .execute());
    }

    public Settings settings() {
        return settings;
    }

    /** The environment variables that make this pipeline, for other processes. */
    public Map<String, String> environment() {
        return environment;
    }

    public Driver driver() {
        return driver;
    }

    /** Runs statements in one transaction. */
    public void sql(String... statements) throws SQLException {
        try (Connection connection = Connections.open(settings.database())) {
            connection.setAutoCommit(false);
            for (String statement : statements) {
                execute(connection, statement);
            }
            connection.commit();
        }
    }

    /** Runs {@code ALTER SYSTEM} and has the server read it; or {@code checkpoint}. */
    public void alterSystem(String what) throws SQLException {
        try (Connection connection = Connections.open(settings.database())) {
            if (what.equals("checkpoint")) {
                execute(connection, what);
            } else {
                execute(connection, "alter system " + what);
                execute(connection, "select pg_reload_conf()");
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public List<String> setup() {
        List<String> lines = new ArrayList<>();
        new Setup(Apps.capture(settings), settings.kafka(), settings.graph(), settings.partitions(), lines::add).run();
        return lines;
    }

    public void startCapture() {
        startCapture(false);
    }

    public void startCapture(boolean resnapshot) {
        capture = new CaptureApp(Apps.capture(settings), resnapshot);
        capture.start();
    }

    /** Waits until the capture states that everything committed so far is in the topics. */
    public void awaitCaptured() throws SQLException {
        Lsn written;
        try (Connection connection = Connections.open(settings.database())) {
            written = Cluster.of(connection).written();
        }
        TableTopics topics = new TableTopics(settings);
        await("captured up to " + written)
                .atMost(DEADLINE)
                .until(() -> topics.progress()
                        .filter(progress -> progress.lsn().compareTo(written) >= 0)
                        .isPresent());
    }

    /** Waits until the graph's tidemark states that everything committed so far is in the graph. */
    public void awaitTidemark() throws SQLException {
        Lsn written;
        try (Connection connection = Connections.open(settings.database())) {
            written = Cluster.of(connection).written();
        }
        await("in the graph up to " + written)
                .atMost(DEADLINE)
                .until(() -> tidemark()
                        .filter(lsn -> Lsn.parse(lsn).compareTo(written) >= 0)
                        .isPresent());
    }

    /** What the graph's tidemark states; empty where there is none. */
    public Optional<String> tidemark() {
        return driver
                .executableQuery("MATCH (t:Tidemark {prefix: $prefix}) RETURN t.lsn AS lsn")
                .withParameters(Map.of("prefix", settings.prefix()))
                .execute()
                .records()
                .stream()
                .map(row -> row.get("lsn").asString())
                .findFirst();
    }

    /** The running capture. */
    public CaptureApp capture() {
        CaptureApp running = capture;
        if (running == null) {
            throw new IllegalStateException("no capture is running");
        }
        return running;
    }

    public void stopCapture() {
        if (capture != null) {
            capture.close();
            capture = null;
        }
    }

    /** Stops the capture and waits until Postgres, too, has noticed that nobody reads the slot any more. */
    public void stopCaptureAndFreeSlot() {
        stopCapture();
        String name = Apps.capture(settings).slotName();
        await("the slot is free").atMost(DEADLINE).until(() -> {
            try (Connection connection = Connections.open(settings.database())) {
                return ReplicationSlot.find(connection, name)
                        .filter(slot -> slot.activeProcess() != 0)
                        .isEmpty();
            }
        });
    }

    public void startSink() {
        sink = new SinkApp(Apps.sink(settings));
        sink.start();
    }

    /** The running sink. */
    public SinkApp sink() {
        SinkApp running = sink;
        if (running == null) {
            throw new IllegalStateException("no sink is running");
        }
        return running;
    }

    public void stopSink() {
        if (sink != null) {
            sink.close();
            sink = null;
        }
    }

    /** Waits until every row has its element and every element its row, with all mapped properties. */
    public void awaitEqual() {
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(100))
                // an element that went while it was read
                .ignoreExceptionsMatching(
                        e -> e instanceof TidemarkException known && known.category() == Category.RETRY)
                .untilAsserted(() -> assertThat(differences()).isEmpty());
    }

    /** What differs between rows and elements now. */
    public List<String> differences() throws SQLException {
        List<String> differences = new ArrayList<>();
        try (Connection connection = Connections.open(settings.database())) {
            GraphReader reader = new GraphReader(driver, settings.mapping());
            for (ElementMapping element : settings.mapping().elements()) {
                GraphComparison.TableResult result =
                        new GraphComparison(new RowReader(connection), reader).compare(element);
                if (!result.equal()) {
                    differences.add(result.toString());
                }
            }
        }
        return differences;
    }

    /** One value out of the graph. */
    @Nullable
    public Object graph(String cypher) {
        return driver.executableQuery(cypher).execute().records().get(0).get(0).asObject();
    }

    /** Row changes applied to the graph so far. */
    public long applied() {
        return new GraphReader(driver, settings.mapping()).appliedChanges(settings.prefix());
    }

    @Override
    public void close() throws SQLException {
        stopSink();
        if (capture != null) {
            stopCaptureAndFreeSlot();
        }
        driver.close();
        dropTopics();
        DatabaseUrl own = settings.database();
        try (Connection connection = Connections.open(DatabaseUrl.parse(stack.databaseUrl()))) {
            execute(
                    connection,
                    "select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = '"
                            + own.database() + "' and not active");
            execute(connection, "drop database if exists " + own.database() + " with (force)");
        }
    }

    /** A broker with thousands of partitions takes a minute to come back from a kill, and later tests kill it. */
    private void dropTopics() {
        try (Admin admin = KafkaAdmin.open(settings.kafka().client())) {
            List<String> own = KafkaCalls.get("list topics", admin.listTopics().names()).stream()
                    .filter(topic -> topic.startsWith(settings.prefix() + "."))
                    .toList();
            KafkaCalls.get("delete topics", admin.deleteTopics(own).all());
        } catch (TidemarkException e) {
            LOG.warn("the topics of {} stay: {}", settings.prefix(), e.getMessage());
        }
    }
}
