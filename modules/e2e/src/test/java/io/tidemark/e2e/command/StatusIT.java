package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.console.web.Console;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.e2e.fixture.Reconciler;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.settings.Setting;
import io.tidemark.settings.Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} and {@code console} against a pipeline that runs, one without its sink, and one whose graph is away. */
@Timeout(120)
final class StatusIT {

    private static final Duration DEADLINE = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLOSED = "bolt://127.0.0.1:1";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static TestPipeline pipeline;
    private static Launcher launcher;
    private static Path state;

    @BeforeAll
    static void open() throws SQLException {
        pipeline = TestPipeline.sample("status").started();
        launcher = new Launcher(pipeline.environment());
        state = folder.resolve("state");
        pipeline.awaitTidemark();
        assertThat(new Reconciler(pipeline, state).run("verify").exitCode()).isZero();
    }

    @AfterAll
    static void close() throws SQLException {
        pipeline.close();
    }

    private record Status(int code, JsonNode json) {

        long lag(String table) {
            long lag = 0;
            for (JsonNode topic : json.path("topics")) {
                if (topic.path("table").asText().equals(table)) {
                    for (JsonNode partition : topic.path("partitions")) {
                        lag += partition.path("lag").asLong();
                    }
                }
            }
            return lag;
        }

        long lag() {
            return lag("public.users") + lag("public.follows") + lag("public.mutes") + lag("public.blocks");
        }

        List<String> runbooks() {
            return json.path("problems").findValuesAsText("runbook");
        }
    }

    private static Status status(Launcher from, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--output", "json"));
        arguments.addAll(List.of(more));
        Launcher.Ended ended = from.run("status", arguments.toArray(String[]::new));
        try {
            return new Status(ended.code(), JSON.readTree(String.join("\n", ended.out())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(ended.toString(), e);
        }
    }

    @Test
    void a_pipeline_at_rest_has_nothing_waiting_and_says_so() {
        Status status = status(launcher, "--state", state.toString());
        assertThat(status.json().path("health").asText())
                .as(status.json().toPrettyString())
                .isEqualTo("OK");
        assertThat(status.code()).isZero();
        assertThat(status.json().path("problems")).isEmpty();
        assertThat(status.json().path("unknown")).isEmpty();
        assertThat(status.json().path("topics")).hasSize(4);
        assertThat(status.lag()).isZero();
        assertThat(status.json().at("/sink/members").asInt()).isEqualTo(1);
        assertThat(status.json().at("/sink/state").asText()).isEqualTo("Stable");
        assertThat(status.json().at("/source/slot/active").asBoolean()).isTrue();
        assertThat(status.json().at("/graph/changes").asLong()).isEqualTo(pipeline.applied());
        assertThat(status.json().at("/graph/lagSeconds").asDouble()).isLessThan(30);
        assertThat(status.json().at("/capture/lagSeconds").asDouble()).isLessThan(30);
        assertThat(status.json().path("deadLetters").asLong(-1)).isZero();
        assertThat(status.json().at("/reconciliation/verdict").asText()).isEqualTo("in_sync");
        assertThat(status.json().at("/reconciliation/rows").asLong()).isEqualTo(30);
        Launcher.Ended text = launcher.run("status");
        assertThat(text.code()).isZero();
        assertThat(text.out().get(0)).contains(pipeline.settings().prefix()).contains("OK");
        assertThat(String.join("\n", text.out()))
                .contains("is read")
                .contains("1 member")
                .doesNotContain("\u001b");
    }

    @Test
    void to_watch_is_a_line_for_each_look_until_it_is_told_to_end() throws Exception {
        Path log = folder.resolve("watch.log");
        Process watch = launcher.start(log, "status", "--watch");
        try {
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(Files.readAllLines(log).stream()
                                    .filter(line -> line.matches("\\S+Z OK \\| graph .* \\| 0 records wait \\|.*")))
                            .hasSizeGreaterThan(2));
            assertThat(watch.isAlive()).isTrue();
        } finally {
            watch.destroy();
        }
        assertThat(watch.onExit().get(20, TimeUnit.SECONDS).exitValue()).isEqualTo(143);
        assertThat(Files.readString(log)).doesNotContain("\u001b").doesNotContain("Exception");
    }

    @Test
    void without_its_sink_what_was_written_waits_and_is_counted() throws Exception {
        try (Console console = Console.start(pipeline.settings().console(null), Console.BindAddress.local(0))) {
            pipeline.stopSink();
            try {
                pipeline.sql("insert into users (id, username) select gen_random_uuid(), 'waiting' || n"
                        + " from generate_series(1, 700) n");
                String last = "(select id from users where username = 'waiting700')";
                for (String other : List.of("waiting1", "waiting2", "waiting3")) {
                    pipeline.sql("insert into follows (follower_id, following_id) select id, " + last
                            + " from users where username = '" + other + "'");
                }
                pipeline.awaitCaptured();
                await().atMost(DEADLINE).untilAsserted(() -> {
                    Status status = status(launcher);
                    assertThat(status.json().at("/sink/members").asInt(-1)).isZero();
                    assertThat(status.lag("public.users")).isEqualTo(700);
                    assertThat(status.lag("public.follows")).isEqualTo(3);
                    assertThat(status.lag()).isEqualTo(703);
                    assertThat(status.json().path("health").asText()).isEqualTo("FAILING");
                    assertThat(status.code()).isEqualTo(1);
                    assertThat(status.runbooks()).contains("sink-down.md");
                });
                await().atMost(DEADLINE).untilAsserted(() -> {
                    String metrics = get(console, "metrics").body();
                    assertThat(lag(metrics, "users")).isEqualTo(700);
                    assertThat(lag(metrics, "follows")).isEqualTo(3);
                    assertThat(metrics).containsPattern("kafka_consumergroup_members\\{[^}]*} 0.0");
                    JsonNode answer = JSON.readTree(get(console, "api/pipeline").body());
                    assertThat(answer.at("/status/health").asText()).isEqualTo("FAILING");
                    assertThat(answer.path("history")).isNotEmpty();
                });
            } finally {
                pipeline.startSink();
            }
            pipeline.awaitEqual();
            pipeline.awaitTidemark();
            await().atMost(DEADLINE).untilAsserted(() -> {
                JsonNode answer = JSON.readTree(get(console, "api/pipeline").body());
                assertThat(answer.at("/status/health").asText()).isEqualTo("OK");
                assertThat(lag(get(console, "metrics").body(), "users")).isZero();
            });
            pipeline.sql("update users set username = 'moving' where username = 'waiting1'");
            await().atMost(DEADLINE).untilAsserted(() -> {
                JsonNode rates =
                        JSON.readTree(get(console, "api/pipeline").body()).path("rates");
                assertThat(rates.path("captured").asDouble()).isPositive();
                assertThat(rates.path("applied").asDouble()).isPositive();
            });
        }
    }

    private static long lag(String metrics, String table) {
        Pattern line = Pattern.compile("kafka_consumergroup_lag\\{[^}]*topic=\"[^\"]*\\." + table + "\"} ([0-9.E]+)");
        Matcher found = line.matcher(metrics);
        double lag = 0;
        boolean any = false;
        while (found.find()) {
            lag += Double.parseDouble(found.group(1));
            any = true;
        }
        return any ? (long) lag : -1;
    }

    @Test
    void a_graph_that_is_away_hides_nothing_else() throws Exception {
        Launcher withoutGraph = launcher.with(Setting.NEO4J_URI, CLOSED);
        long start = System.nanoTime();
        Status status = status(withoutGraph);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.json().path("graph").isNull()).isTrue();
        assertThat(status.runbooks()).containsExactly("neo4j-down.md");
        assertThat(status.json().path("topics")).hasSize(4);
        assertThat(status.json().at("/source/slot/active").asBoolean()).isTrue();
        assertThat(status.json().at("/sink/members").asInt()).isEqualTo(1);
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.put(Setting.NEO4J_URI.name(), CLOSED);
        try (Console console = Console.start(Settings.of(environment).console(null), Console.BindAddress.local(0))) {
            String metrics = get(console, "metrics").body();
            assertThat(metrics)
                    .contains("tidemark_up{part=\"neo4j\"} 0.0")
                    .contains("tidemark_up{part=\"kafka\"} 1.0")
                    .contains("tidemark_capture_lag_seconds")
                    .doesNotContain("tidemark_lag_seconds")
                    .doesNotContain("tidemark_graph_changes_total")
                    .doesNotContain("NaN");
        }
    }

    @Test
    void a_mapping_that_cannot_be_read_hides_nothing_else() throws IOException {
        Path mapping = Files.writeString(folder.resolve("broken.yaml"), "nodes: [");
        Status status = status(launcher.with(Setting.TIDEMARK_MAPPING, mapping.toString()));
        assertThat(status.code()).isZero();
        assertThat(status.json().path("topics")).hasSize(4);
        assertThat(status.json().path("unknown").toString()).contains("broken.yaml");
    }

    @Test
    void a_mapped_column_that_is_renamed_is_a_warning_that_names_it() throws SQLException {
        pipeline.sql("alter table users rename column created_at to made_at");
        try {
            Status status = status(launcher);
            assertThat(status.json().path("health").asText())
                    .as(status.json().toPrettyString())
                    .isEqualTo("WARNING");
            assertThat(status.json().path("problems").toString())
                    .contains("column public.users.created_at does not exist")
                    .contains("change the table back, or correct the mapping");
        } finally {
            pipeline.sql("alter table users rename column made_at to created_at");
        }
    }

    @Test
    void a_port_in_use_is_one_line_with_the_fix() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Launcher.Ended ended =
                    launcher.run("console", "--host", "0.0.0.0", "--port", String.valueOf(taken.getLocalPort()));
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err())
                    .singleElement()
                    .asString()
                    .contains("0.0.0.0:" + taken.getLocalPort())
                    .contains("--port");
        }
    }

    @Test
    void every_metric_of_the_table_is_exported_and_every_exported_one_is_in_the_table() throws Exception {
        pipeline.alterSystem("set max_slot_wal_keep_size = '10GB'");
        try (Console console = Console.start(pipeline.settings().console(state), Console.BindAddress.local(0))) {
            Set<String> documented = documented("Console");
            assertThat(documented).contains("tidemark_lag_seconds");
            documented.addAll(documented("Reconciler"));
            documented.removeAll(Set.of("tidemark_reconciler_verifies_total", "tidemark_reconciler_failures_total"));
            await().atMost(DEADLINE).untilAsserted(() -> {
                Set<String> exported = get(console, "metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("tidemark_") || line.startsWith("kafka_"))
                        .map(line -> line.replaceFirst("[{ ].*", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(exported).isEqualTo(documented);
            });
            assertThat(get(console, "metrics").body())
                    .contains("jvm_memory_used_bytes")
                    .contains("process_uptime_seconds");
        } finally {
            pipeline.alterSystem("reset max_slot_wal_keep_size");
        }
    }

    /** The names in a section of the table; those that stand for several are left out. */
    private static Set<String> documented(String section) throws IOException {
        Path root = Path.of(System.getProperty("tidemark.root", "../.."));
        Set<String> names = new TreeSet<>();
        boolean inside = false;
        for (String line : Files.readAllLines(root.resolve("docs/metrics.md"))) {
            if (line.startsWith("## ")) {
                inside = line.equals("## " + section);
            }
            Matcher name = Pattern.compile("^\\| `([a-z_]+)` \\|").matcher(line);
            if (inside && name.find()) {
                names.add(name.group(1));
            }
        }
        return names;
    }

    private static HttpResponse<String> get(Console console, String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(console.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
