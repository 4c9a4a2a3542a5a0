package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.e2e.fixture.ChildCommand;
import io.tidemark.e2e.fixture.TestPipeline;
import io.tidemark.lab.social.SocialDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline lets nothing out of the secrets it runs on: of Postgres and Neo4j they are the ones its users log in with, of
 * the registry one that its client sends, of Kafka one that its clients are given.
 */
@Timeout(180)
final class SecretsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String USER = "secrets_" + Long.toString(System.nanoTime(), 36);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder = Path.of(".");

    private static final Map<String, Process> RUNNING = new HashMap<>();

    private static TestPipeline pipeline;
    private static Map<String, String> planted;

    @BeforeAll
    static void open() throws Exception {
        pipeline = TestPipeline.open("secrets");
        SocialDatabase database = new SocialDatabase(pipeline.settings().database());
        database.create();
        database.loadSample();
        pipeline.sql("create role " + USER + " login superuser password '" + Planted.DATABASE + "'");
        pipeline.driver()
                .executableQuery("CREATE USER " + USER + " SET PASSWORD $password CHANGE NOT REQUIRED")
                .withParameters(Map.of("password", Planted.NEO4J))
                .execute();
        Map<String, String> environment = new HashMap<>(pipeline.environment());
        environment.putAll(Planted.ofClients());
        environment.computeIfPresent(
                "DATABASE_URL",
                (name, url) -> url.replaceFirst("//[^@]*@", "//" + USER + ":" + Planted.DATABASE_IN_URL + "@")
                        + "?sslpassword=" + Planted.TRUSTSTORE);
        environment.computeIfPresent(
                "SCHEMA_REGISTRY_URL", (name, url) -> url.replace("://", "://" + Planted.REGISTRY_USER + "@"));
        environment.remove("SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO");
        environment.put("NEO4J_USER", USER);
        environment.put("NEO4J_PASSWORD", Planted.NEO4J);
        planted = Planted.mounted(environment, folder);
        ended("setup", 0, planted, "setup", "--verbose");
        start("capture");
        start("sink");
        pipeline.awaitEqual();
        pipeline.awaitTidemark();
    }

    @AfterAll
    static void close() throws Exception {
        RUNNING.values().forEach(Process::destroy);
        RUNNING.values().forEach(process -> process.onExit().join());
        pipeline.driver().executableQuery("DROP USER " + USER + " IF EXISTS").execute();
        pipeline.sql("drop owned by " + USER, "drop role " + USER);
        pipeline.close();
    }

    private static void start(String command, String... more) throws IOException {
        List<String> line = new ArrayList<>(List.of(command, "--verbose"));
        line.addAll(List.of(more));
        RUNNING.put(command, ChildCommand.start(log(command), planted, line.toArray(String[]::new)));
    }

    private static Path log(String command) {
        return folder.resolve(command + ".log");
    }

    /** Runs a command to its end and looks through what it printed. */
    private static String ended(String name, int code, Map<String, String> environment, String... line)
            throws Exception {
        int ended = run(name, environment, line);
        String said = Files.readString(log(name));
        assertThat(ended).as(said).isEqualTo(code);
        Planted.assertNoneIn(name, said);
        return said;
    }

    private static int run(String name, Map<String, String> environment, String... line) throws Exception {
        Process process = ChildCommand.start(log(name), environment, line);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(name).isTrue();
        return process.exitValue();
    }

    /** What a process says where it serves, once it has said where that is. */
    private static String place(String command, String pattern) {
        Pattern place = Pattern.compile(pattern);
        return await().atMost(SOON)
                .until(
                        () -> {
                            Matcher found = place.matcher(Files.readString(log(command)));
                            return found.find() ? found.group(1) : "";
                        },
                        found -> !found.isEmpty());
    }

    private static String get(String address) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(address).isEqualTo(200);
        return answer.headers().map() + answer.body();
    }

    @Test
    void not_in_logs_metrics_health_console_status_or_the_state_of_the_reconciler() throws Exception {
        Path state = folder.resolve("state");
        pipeline.graph("MATCH (n:User {username: 'bob'}) SET n.username = 'drifted' RETURN 1");
        ended("verify", 3, planted, "reconcile", "verify", "--verbose", "--output=json", "--state=" + state);
        ended("repair", 0, planted, "reconcile", "repair", "--last", "--execute", "--verbose", "--state=" + state);
        start("console", "--port=0", "--state=" + state);
        String[] status = {"status", "--verbose", "--output=json", "--state=" + state};
        await().atMost(SOON).until(() -> run("status", planted, status) == 0);
        assertThat(Files.readString(log("status"))).contains("public.follows");
        Planted.assertNoneIn("status", Files.readString(log("status")));
        ended("dead-letters", 0, planted, "dead-letters", "--verbose");
        for (String command : List.of("capture", "sink")) {
            String metrics = place(command, "metrics at (http://\\S+/metrics)");
            for (String path : List.of("/metrics", "/livez", "/readyz", "/startupz")) {
                Planted.assertNoneIn(command + path, get(metrics.replace("/metrics", path)));
            }
        }
        String page = place("console", "console at (http://\\S+)").replaceAll("/$", "");
        for (String path : List.of("/", "/metrics", "/livez", "/readyz", "/startupz", "/api/pipeline")) {
            Planted.assertNoneIn("console" + path, get(page + path));
        }
        assertThat(get(page + "/api/pipeline")).contains("public.follows");
        for (String command : List.of("capture", "sink", "console")) {
            assertThat(RUNNING.get(command)).as(command).matches(Process::isAlive);
            Planted.assertNoneIn("log of " + command, Files.readString(log(command)));
        }
        try (Stream<Path> files = Files.walk(state)) {
            List<Path> written = files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() > 0)
                    .toList();
            assertThat(written).isNotEmpty();
            for (Path file : written) {
                Planted.assertNoneIn(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            assertThat(state.resolve("drifts.jsonl")).content().contains("drifted");
        }
    }

    @Test
    void not_when_a_server_refuses_or_is_away() throws Exception {
        Map<String, String> wrong = new HashMap<>(planted);
        wrong.put("SCHEMA_REGISTRY_URL_FILE", file("http://" + Planted.REGISTRY_USER + "@127.0.0.1:1"));
        assertThat(ended("no registry", 1, wrong, "setup", "--verbose")).contains("the schema registry at");
        wrong = new HashMap<>(planted);
        wrong.put("NEO4J_PASSWORD_FILE", file(Planted.NEO4J + "-wrong"));
        assertThat(ended("refused by Neo4j", 2, wrong, "sink", "--verbose")).contains("Neo4j refuses");
        wrong = new HashMap<>(planted);
        wrong.put(
                "DATABASE_URL_FILE",
                file(Files.readString(Path.of(Objects.requireNonNull(planted.get("DATABASE_URL_FILE"))))
                        .replace("base@", "base-wrong@")));
        assertThat(ended("refused by Postgres", 2, wrong, "capture", "--verbose"))
                .contains("refuses user " + USER);
    }

    private static String file(String secret) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "wrong", ""), secret)
                .toString();
    }
}
