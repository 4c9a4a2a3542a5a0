package io.tidemark.e2e.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.devstack.Server;
import io.tidemark.e2e.fixture.FreePort;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.LogLines;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.Scrape;
import io.tidemark.e2e.fixture.Servers;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.pipeline.AppProcess;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.ReplicationSlot;
import io.tidemark.settings.Setting;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of an orchestrator's behalf: an outage makes a process unready, with a reason, and never dead. */
@Tag("slow")
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HealthIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int USAGE = 2;

    @TempDir
    private static Path folder = Path.of(".");

    private static final List<AppProcess> RUNNING = new ArrayList<>();
    private static final Map<String, Scrape> ASKED = new HashMap<>();

    private static TestPipeline pipeline;

    @BeforeAll
    static void open() throws SQLException {
        pipeline = TestPipeline.tables("health");
    }

    private static void start() throws Exception {
        RUNNING.add(start("capture", "capture"));
        RUNNING.add(start("sink", "sink"));
        awaitReady("capture", "200 publishes");
        awaitReady("sink", "200 applies what it reads");
    }

    private static AppProcess start(String command, String name) {
        int port = FreePort.find();
        ASKED.put(name, Scrape.at(port));
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.put("TIDEMARK_METRICS_PORT", Integer.toString(port));
        return AppProcess.start(command, environment, 256, folder.resolve(name + ".log"));
    }

    @AfterAll
    static void close() throws SQLException {
        RUNNING.forEach(AppProcess::close);
        pipeline.close();
    }

    private static Scrape asked(String process) {
        return Objects.requireNonNull(ASKED.get(process));
    }

    private static void awaitReady(String process, String answer) {
        await(process + " answers " + answer)
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(asked(process).health("/readyz")).startsWith(answer));
    }

    private static void assertAlive(String process) throws Exception {
        assertThat(asked(process).health("/livez")).isEqualTo("200 alive");
        assertThat(asked(process).health("/startupz")).isEqualTo("200 started");
    }

    private static boolean slotIsThere() throws SQLException {
        try (Connection connection =
                Connections.openAsApplication(pipeline.settings().database())) {
            return ReplicationSlot.find(
                            connection, pipeline.settings().capture().slotName())
                    .isPresent();
        }
    }

    @Test
    @Order(1)
    void a_port_in_use_is_one_line_and_nothing_is_started() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
                LogLines log = LogLines.record()) {
            String port = Integer.toString(taken.getLocalPort());
            Launcher launcher = new Launcher(pipeline.environment()).with(Setting.TIDEMARK_METRICS_PORT, port);
            assertRefused(launcher.run("capture"), port);
            assertRefused(launcher.run("sink"), port);
            Reconciler.Run watch = new Reconciler(pipeline, folder.resolve("state"))
                    .with(Setting.TIDEMARK_METRICS_PORT, port)
                    .run("watch", "--rounds=1");
            assertRefused(
                    new Launcher.Ended(
                            watch.exitCode(),
                            watch.out().lines().toList(),
                            watch.err().lines().toList()),
                    port);
            assertThat(log.messages()).isEmpty();
        }
        assertThat(slotIsThere()).isFalse();
        assertThat(folder.resolve("state")).doesNotExist();
    }

    private static void assertRefused(Launcher.Ended ended, String port) {
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).singleElement().asString().contains("localhost:" + port, "TIDEMARK_METRICS_PORT");
        assertThat(ended.code()).isEqualTo(USAGE);
    }

    @Test
    @Order(2)
    void a_standby_is_ready_and_says_that_it_stands_by() throws Exception {
        start();
        try (AppProcess standby = start("capture", "standby")) {
            awaitReady("standby", "200 stands by");
            assertAlive("standby");
            Scrape.Metrics metrics = asked("standby").metrics();
            assertThat(metrics.value("tidemark_capture_active")).isZero();
            assertThat(metrics.kinds()).doesNotContainKey("tidemark_capture_behind_source_seconds");
            standby.check();
        }
    }

    @Test
    @Order(3)
    void without_neo4j_the_sink_is_alive_and_says_what_it_waits_for() throws Exception {
        Servers.stack().kill(Server.NEO4J);
        try {
            awaitReady("sink", "503 ");
            assertThat(asked("sink").health("/readyz")).contains("Neo4j cannot be reached");
            assertAlive("sink");
            assertThat(asked("sink").metrics().value("tidemark_sink_ready")).isZero();
            assertThat(asked("sink").metrics().value("tidemark_sink_retries_total{cause=\"connection\"}"))
                    .isPositive();
            assertThat(asked("sink").metrics().value("tidemark_neo4j_pool_connections{state=\"idle\"}"))
                    .isLessThan(3);
            assertThat(asked("capture").health("/readyz")).isEqualTo("200 publishes");
        } finally {
            Servers.stack().start(Server.NEO4J);
        }
        awaitReady("sink", "200 applies what it reads");
    }

    @Test
    @Order(4)
    void without_kafka_both_are_alive_and_say_what_they_wait_for() throws Exception {
        Servers.stack().kill(Server.KAFKA);
        try {
            awaitReady("capture", "503 ");
            assertThat(asked("capture").health("/readyz")).contains("Kafka");
            assertAlive("capture");
            awaitReady("sink", "503 ");
            assertThat(asked("sink").health("/readyz")).contains("Kafka");
            await("its log says so too")
                    .atMost(SOON)
                    .until(() -> Files.readString(folder.resolve("sink.log")).contains("not ready for 5 s: Kafka"));
            assertAlive("sink");
        } finally {
            Servers.stack().start(Server.KAFKA);
        }
        awaitReady("capture", "200 publishes");
        awaitReady("sink", "200 applies what it reads");
    }

    @Test
    @Order(5)
    void without_postgres_the_capture_is_alive_and_says_what_it_waits_for() throws Exception {
        Servers.stack().kill(Server.POSTGRES);
        try {
            awaitReady("capture", "503 ");
            assertThat(asked("capture").health("/readyz")).contains("Postgres");
            assertAlive("capture");
            assertThat(asked("sink").health("/readyz")).startsWith("200");
        } finally {
            Servers.stack().start(Server.POSTGRES);
        }
        await("another life")
                .atMost(SOON)
                .until(() -> asked("capture").metrics().value("tidemark_capture_lives_total") > 1);
        awaitReady("capture", "200 publishes");
    }
}
