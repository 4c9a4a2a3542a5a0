package io.tidemark.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.tidemark.cli.Main;
import io.tidemark.e2e.fixture.ChildCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** No secret among the settings is printed, neither by what shows them nor by what fails over them; no server is there. */
final class SecretsTest {

    private static final String LOGIN =
            "kafka.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule";

    /** {@code --verbose} changes the log of this process. */
    @AfterAll
    static void quiet() {
        level(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.ERROR);
        level("io.tidemark", Level.WARN);
    }

    private static void level(String logger, Level level) {
        ((Logger) LoggerFactory.getLogger(logger)).setLevel(level);
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Planted.ofClients());
        settings.put("DATABASE_URL", "postgres://social:" + Planted.DATABASE_IN_URL + "@127.0.0.1:1/social");
        settings.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        settings.put("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT");
        settings.put("KAFKA_DEFAULT_API_TIMEOUT_MS", "500");
        settings.put("KAFKA_REQUEST_TIMEOUT_MS", "500");
        settings.put("SCHEMA_REGISTRY_URL", "http://" + Planted.REGISTRY_USER + "@127.0.0.1:1");
        settings.put("NEO4J_URI", "bolt://127.0.0.1:1");
        settings.put("NEO4J_PASSWORD", Planted.NEO4J);
        return settings;
    }

    /** What a command says and logs, its settings given with {@code --set}, one of them changed. */
    private static String said(String command, String changed) {
        Map<String, String> settings = new HashMap<>();
        settings()
                .forEach((name, value) ->
                        settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        settings.put(changed.substring(0, changed.indexOf('=')), changed.substring(changed.indexOf('=') + 1));
        List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
        settings.forEach((name, value) -> line.add("--set=" + name + "=" + value));
        return said(line);
    }

    private static String said(List<String> line) {
        List<String> verbose = new ArrayList<>(line);
        verbose.add("--verbose");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        PrintStream stderr = System.err;
        System.setErr(stream);
        try {
            PrintWriter writer = new PrintWriter(stream, true, StandardCharsets.UTF_8);
            Main.run(writer, writer, verbose.toArray(String[]::new));
        } finally {
            System.setErr(stderr);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "database.url=postgres://social:" + Planted.DATABASE + "@db/social",
                "database.url=postgres://social:" + Planted.REGISTRY + "%zz@db/social",
                "database.url=mysql://social:" + Planted.REGISTRY + "@db/social",
                "database.url=social:" + Planted.REGISTRY + "@db/social",
                "database.url=postgres://social:" + Planted.REGISTRY,
                "database.url=host=db user=social password=" + Planted.REGISTRY,
                "database.url=jdbc:postgresql://db/social?user=social&password=a@b;" + Planted.REGISTRY,
                "database.url=postgres://social@db/social?sslpassword=" + Planted.REGISTRY,
                "neo4j.uri=bolt://neo4j:" + Planted.REGISTRY + "@graph:7687",
                "neo4j.uri=neo4j:" + Planted.REGISTRY + "@graph:7687",
                "neo4j.uri=bolt://neo4j:" + Planted.REGISTRY,
                "neo4j.uri=bolt://graph:7687?password=" + Planted.REGISTRY,
                "schema.registry.url=reader:" + Planted.REGISTRY + "@registry",
                "schema.registry.url=http://reader:a,b " + Planted.REGISTRY + "@one,http://two",
                "kafka.bootstrap.servers=reader:" + Planted.REGISTRY + "@kafka:9092",
                "kafka.bootstrap.servers=SASL_SSL://reader:" + Planted.REGISTRY + "@kafka:9092",
                "kafka.ssl.keystore.key=" + Planted.KAFKA
            })
    void config_masks_what_is_right_and_what_is_wrong(String changed) {
        String said = said("config", changed);
        Planted.assertNoneIn(changed, said);
        assertThat(said).contains("NEO4J_PASSWORD               ********");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup", "capture", "reconcile verify", "status", "dead-letters"})
    void a_command_that_refuses_its_settings_prints_none(String command) {
        String settings = "database.url=postgres://social:" + Planted.DATABASE + "@db/social";
        String said = said(command, settings.replace("@/", "%zz"));
        Planted.assertNoneIn(command, said);
        assertThat(said).contains("tidemark: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "neo4j.user=neo4j",
                LOGIN + " required username=u password=x " + Planted.KAFKA + ";",
                "kafka.sasl.jaas.config=" + Planted.KAFKA + " " + Planted.KAFKA + ";"
            })
    void a_client_of_kafka_that_fails_prints_none(String changed) {
        String said = said("dead-letters", changed);
        Planted.assertNoneIn(changed, said);
        assertThat(said).contains("tidemark: Kafka", "AdminClientConfig values", "\tat io.tidemark.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config --database-urll=postgres://social:" + Planted.KAFKA + "@db/social",
                "config --neo4j-password a " + Planted.KAFKA,
                "config --neo4j-password a --planted",
                "config --neo4j-password=a planted",
                "config --neo4j-pasword --planted",
                "config --neo4j-pasword planted",
                "config -pplanted",
                "config --set tidemark.prefix=a planted",
                "config --set kafka.sasl.jaas.config " + Planted.KAFKA,
                "config --set " + Planted.KAFKA
            })
    void a_command_line_that_is_not_understood_is_not_repeated(String line) {
        String said = said(List.of(line.split(" ", -1)));
        Planted.assertNoneIn(line, said);
        assertThat(said)
                .startsWith("tidemark: ")
                .contains("--help shows what there is")
                .doesNotContain("planted");
    }

    @Test
    void mounted_secrets_are_masked_and_processes_that_wait_for_their_servers_print_none(@TempDir Path folder)
            throws Exception {
        Map<String, String> mounted = Planted.mounted(settings(), folder);
        assertThat(mounted).containsKeys("DATABASE_URL_FILE", "NEO4J_PASSWORD_FILE", "KAFKA_SASL_JAAS_CONFIG_FILE");
        Path config = folder.resolve("config.log");
        Path capture = folder.resolve("capture.log");
        Path sink = folder.resolve("sink.log");
        List<Process> processes = List.of(
                ChildCommand.start(config, mounted, "config", "--verbose"),
                ChildCommand.start(capture, mounted, "capture", "--verbose"),
                ChildCommand.start(sink, mounted, "sink", "--verbose"));
        try {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(config).content().contains("KAFKA_SASL_JAAS_CONFIG       ********");
                assertThat(capture).content().contains("trying again");
                assertThat(sink).content().contains("trying again");
            });
        } finally {
            processes.forEach(Process::destroyForcibly);
            processes.forEach(process -> process.onExit().join());
        }
        for (Path output : List.of(config, capture, sink)) {
            Planted.assertNoneIn(output.toString(), Files.readString(output));
        }
    }
}
