package io.tidemark.lab.chaos;

import io.tidemark.cli.run.Setup;
import io.tidemark.devstack.Server;
import io.tidemark.devstack.Stack;
import io.tidemark.devstack.proxy.FaultProxy;
import io.tidemark.graphstore.Graph;
import io.tidemark.lab.chaos.fault.Administrator;
import io.tidemark.lab.chaos.fault.SupervisedApp;
import io.tidemark.lab.chaos.fault.Victims;
import io.tidemark.lab.chaos.oracle.Oracle;
import io.tidemark.lab.pipeline.AppProcess;
import io.tidemark.lab.pipeline.Brokers;
import io.tidemark.lab.pipeline.Pipeline;
import io.tidemark.lab.social.SocialDatabase;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.Query;
import io.tidemark.settings.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A pipeline on trial: the sample schema in an empty database, an oracle that watches from before the first row, capture
 * and sink as processes whose ways to the servers can be made bad. For one thread, except where a part says otherwise.
 */
public final class Trial implements AutoCloseable {

    private static final Duration UNTIL_STREAMING = Duration.ofSeconds(90);

    private final Settings settings;
    private final Map<String, String> direct;
    private final Path logs;
    private final Links links;
    private final Graph graph;
    private final Victims victims;
    private final Oracle oracle;
    private final Judge judge;

    private Trial(Stack stack, Map<String, String> direct, Path logs) throws SQLException {
        this.settings = Settings.of(direct);
        this.direct = direct;
        this.logs = logs;
        new SocialDatabase(settings.database()).create();
        if (RelationTables.areIn(settings.mapping())) {
            RelationTables.create(settings.database());
        }
        new Setup(settings.capture(), settings.kafka(), settings.graph(), settings.partitions(), line -> {}).run();
        this.oracle = Oracle.watch(settings.database(), settings.prefix() + "_oracle", settings.mapping());
        this.links = new Links(direct);
        this.graph = settings.graph().connect();
        this.victims = new Victims(
                new SupervisedApp(() -> start("capture", "capture.log", Pipeline.CAPTURE_HEAP_MEGABYTES)),
                new SupervisedApp(() -> start("sink", "sink.log", Pipeline.SINK_HEAP_MEGABYTES)),
                stack,
                links.proxies(),
                new Administrator(
                        settings.database(),
                        settings.capture().publicationName(),
                        settings.capture().slotName(),
                        settings.mapping().tables()),
                new Brokers(stack, settings));
        this.judge = new Judge(settings, graph, oracle);
    }

    /**
     * Makes tables, publication, topics and constraints; starts neither app.
     *
     * @param direct the settings without detour, by environment variable; database and prefix are this trial's alone
     * @param logs the folder for the apps' logs
     */
    public static Trial open(Stack stack, Map<String, String> direct, Path logs) throws SQLException {
        return new Trial(stack, direct, logs);
    }

    private AppProcess start(String command, String log, int heapMegabytes) {
        return AppProcess.start(command, links.environment(), heapMegabytes, logs.resolve(log));
    }

    /** A second sink in the same group, with a log of its own; not started, and the caller closes it. */
    public SupervisedApp secondSink() {
        return new SupervisedApp(() -> start("sink", "sink-2.log", Pipeline.SINK_HEAP_MEGABYTES));
    }

    /** A second capture, with a log of its own; not started, and the caller closes it. */
    public SupervisedApp secondCapture() {
        return new SupervisedApp(() -> start("capture", "capture-2.log", Pipeline.CAPTURE_HEAP_MEGABYTES));
    }

    /**
     * Starts both apps and returns when the capture has published its first change, so that no row comes by snapshot: one
     * that is killed before has no position, and rightly begins with a snapshot again.
     */
    public void startFromEmptyTables() throws SQLException, InterruptedException {
        victims.capture().start();
        awaitStreaming();
        if (!judge.markerArrives(UNTIL_STREAMING)) {
            throw new TidemarkException(Category.FATAL, "the capture publishes nothing: see " + logs);
        }
        victims.sink().start();
    }

    /** Waits until the capture has taken its snapshot and reads the log. */
    void awaitStreaming() throws SQLException, InterruptedException {
        long end = System.nanoTime() + UNTIL_STREAMING.toNanos();
        String slot = settings.capture().slotName();
        try (Connection connection = Connections.openAsApplication(settings.database())) {
            while (Query.first(
                            connection,
                            "select from pg_replication_slots where slot_name = ? and active",
                            row -> true,
                            slot)
                    .isEmpty()) {
                victims.capture().endedByItself().ifPresent(words -> {
                    throw new TidemarkException(Category.FATAL, words);
                });
                if (System.nanoTime() > end) {
                    throw new TidemarkException(Category.FATAL, "the capture does not stream: see " + logs);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    /** The settings without detour. */
    public Settings settings() {
        return settings;
    }

    /** The settings without detour, by environment variable. */
    Map<String, String> environment() {
        return direct;
    }

    public SupervisedApp capture() {
        return victims.capture();
    }

    public SupervisedApp sink() {
        return victims.sink();
    }

    /** The way of capture and sink to a server; there is one to Postgres, the registry and Neo4j. */
    public FaultProxy link(Server server) {
        FaultProxy link = victims.links().get(server);
        if (link == null) {
            throw new IllegalArgumentException("no link to " + server);
        }
        return link;
    }

    /** Everything that can be hurt. */
    public Victims victims() {
        return victims;
    }

    /** What Postgres committed; thread-safe. */
    Oracle oracle() {
        return oracle;
    }

    /** To the graph without detour. */
    Graph graph() {
        return graph;
    }

    /** Judges; nobody must be writing, and everything must be healed. */
    public Judge judge() {
        return judge;
    }

    /** Ends the apps; database, topics and graph stay. */
    @Override
    public void close() {
        victims.links().values().forEach(FaultProxy::heal);
        victims.capture().close();
        victims.sink().close();
        oracle.close();
        links.close();
        graph.close();
    }
}
