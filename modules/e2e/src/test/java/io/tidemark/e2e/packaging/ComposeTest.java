package io.tidemark.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidemark.e2e.fixture.Launcher;
import io.tidemark.settings.Setting;
import io.tidemark.telemetry.Probe;
import io.tidemark.telemetry.Probes;
import io.tidemark.telemetry.TelemetryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** docker-compose.yml, which nobody runs here, at least says what the launcher understands. */
final class ComposeTest {

    /** Our processes, each with the port of its metrics and health. */
    private static final Map<String, Integer> PROCESSES =
            Map.of("console", 9464, "capture", 9465, "sink", 9466, "reconciler", 9467);

    private static final Set<String> OURS = Set.of("setup", "console", "capture", "sink", "reconciler");

    private final Path root = Path.of(System.getProperty("tidemark.root", "../.."));

    private Map<String, Object> file() throws IOException {
        // the merge key belongs to YAML 1.1, which Compose reads and this parser does not
        String text = Files.readString(root.resolve("docker-compose.yml")).replaceAll("(?m)^ *<<: .*$", "");
        return map(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private Map<String, Map<String, Object>> services() throws IOException {
        return map(file().get("services")).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, service -> map(service.getValue())));
    }

    @SuppressWarnings("unchecked") // YAML maps have text keys here
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    @Test
    void every_server_and_every_app_is_there() throws IOException {
        assertThat(services().keySet())
                .containsExactlyInAnyOrder(
                        "postgres",
                        "kafka",
                        "registry",
                        "neo4j",
                        "setup",
                        "capture",
                        "sink",
                        "console",
                        "reconciler",
                        "prometheus",
                        "grafana");
    }

    @Test
    void every_image_is_pinned_and_every_server_has_a_health_check() throws IOException {
        services().forEach((name, service) -> {
            if (!OURS.contains(name)) {
                assertThat(service.get("image")).asString().matches("[a-z0-9/.-]+:v?\\d+\\.\\d+[\\w.-]*");
                assertThat(service).containsKey("healthcheck");
            }
        });
        assertThat(Files.readAllLines(root.resolve("ops/docker/Dockerfile")))
                .filteredOn(line -> line.startsWith("FROM"))
                .allMatch(line -> line.matches("FROM [a-z/-]+:\\d+\\.\\d+\\S+( AS \\w+)?"));
    }

    @Test
    void images_and_devstack_run_the_same_versions() throws IOException {
        String pom = Files.readString(root.resolve("pom.xml"));
        Map<String, Map<String, Object>> services = services();
        for (Map.Entry<String, String> version : Map.of(
                        "postgres", "postgres", "kafka", "kafka", "registry", "apicurio", "neo4j", "neo4j")
                .entrySet()) {
            String property = pom.replaceAll("(?s).*<server." + version.getValue() + ".version>([^<]+)<.*", "$1");
            String image = String.valueOf(map(services.get(version.getKey())).get("image"));
            String tag = image.substring(image.indexOf(':') + 1).replace("-community", "");
            assertThat(property).startsWith(tag);
        }
    }

    @Test
    void our_settings_are_settings_and_all_that_must_be_set_are() throws IOException {
        Set<String> known = Arrays.stream(Setting.values())
                .flatMap(setting -> List.of(setting.name(), setting.name() + "_FILE").stream())
                .collect(Collectors.toSet());
        Set<String> given =
                map(map(file().get("x-tidemark")).get("environment")).keySet();
        assertThat(known).containsAll(given);
        for (Setting setting : Setting.values()) {
            if (setting.defaultValue() == null
                    && setting != Setting.TIDEMARK_METRICS_PORT) { // each process has its own
                assertThat(given).containsAnyOf(setting.name(), setting.name() + "_FILE");
            }
        }
    }

    @Test
    void our_commands_are_commands() throws IOException {
        Map<String, Map<String, Object>> services = services();
        for (String name : OURS) {
            List<String> words = texts(Objects.requireNonNull(services.get(name)), "command");
            assertThat(words.get(0)).isEqualTo(name.equals("reconciler") ? "reconcile" : name);
            assertThat(Launcher.understands(words)).as("%s", words).isTrue();
        }
    }

    @Test
    void the_health_checks_ask_our_processes_whether_they_are_ready() throws Exception {
        AtomicBoolean ready = new AtomicBoolean();
        Probes probes = new Probes(
                () -> Probe.passed("started"),
                () -> Probe.passed("alive"),
                () -> ready.get() ? Probe.passed("ready") : Probe.failed("not yet"));
        int nobody;
        try (TelemetryServer server =
                new TelemetryServer("127.0.0.1", 0, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), probes)) {
            nobody = server.port();
            for (String name : PROCESSES.keySet()) {
                ready.set(false);
                assertThat(healthCheck(name, server.port())).as(name).isNotZero();
                ready.set(true);
                assertThat(healthCheck(name, server.port())).as(name).isZero();
            }
        }
        assertThat(healthCheck("sink", nobody)).isNotZero();
    }

    /** Runs a service's health check, asking another port. */
    private int healthCheck(String service, int port) throws IOException, InterruptedException {
        List<String> test = texts(map(map(services().get(service)).get("healthcheck")), "test");
        assertThat(test).startsWith("CMD").last().asString().contains("127.0.0.1/" + PROCESSES.get(service) + " ");
        return new ProcessBuilder(test.subList(1, test.size()).stream()
                        .map(word -> word.replace("127.0.0.1/" + PROCESSES.get(service), "127.0.0.1/" + port))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void prometheus_scrapes_every_process_where_it_listens() throws IOException {
        Map<String, Object> prometheus = map(new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(root.resolve("ops/prometheus/prometheus.yml"))));
        String jobs = String.valueOf(prometheus.get("scrape_configs"));
        PROCESSES.forEach((service, port) -> assertThat(jobs)
                .contains("{job_name=tidemark-" + service + ", static_configs=[{targets=[" + service + ":" + port
                        + "]}]}"));
    }

    @Test
    void what_is_mounted_from_the_checkout_is_there() throws IOException {
        for (Map<String, Object> service : services().values()) {
            for (String volume : texts(service, "volumes")) {
                if (volume.startsWith("./")) {
                    assertThat(root.resolve(volume.substring(2, volume.indexOf(':'))))
                            .exists();
                }
            }
        }
    }

    @Test
    void ports_are_for_this_machine_only() throws IOException {
        for (Map<String, Object> service : services().values()) {
            assertThat(texts(service, "ports")).allMatch(port -> port.startsWith("127.0.0.1:"));
        }
    }

    @SuppressWarnings("unchecked") // these lists hold texts
    private static List<String> texts(Map<String, Object> from, String key) {
        return (List<String>) from.getOrDefault(key, List.of());
    }
}
