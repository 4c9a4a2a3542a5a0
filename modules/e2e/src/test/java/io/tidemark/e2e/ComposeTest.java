package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** docker-compose.yml, which nobody runs here, at least says what the launcher understands. */
final class ComposeTest {

    private static final Set<String> OURS = Set.of("setup", "capture", "sink");

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
                .containsExactlyInAnyOrder("postgres", "kafka", "registry", "neo4j", "setup", "capture", "sink");
    }

    @Test
    void every_image_is_pinned_and_every_server_has_a_health_check() throws IOException {
        services().forEach((name, service) -> {
            if (!OURS.contains(name)) {
                assertThat(service.get("image")).asString().matches("[a-z0-9/.-]+:\\d+\\.\\d+[\\w.-]*");
                assertThat(service).containsKey("healthcheck");
            }
        });
        assertThat(Files.readAllLines(root.resolve("ops/docker/Dockerfile")))
                .filteredOn(line -> line.startsWith("FROM"))
                .allMatch(line -> line.matches("FROM [a-z/-]+:\\d+\\.\\d+\\S+"));
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
            if (setting.defaultValue() == null) {
                assertThat(given).containsAnyOf(setting.name(), setting.name() + "_FILE");
            }
        }
    }

    @Test
    void our_commands_are_commands() throws IOException {
        Map<String, Map<String, Object>> services = services();
        for (String name : OURS) {
            assertThat(map(services.get(name)).get("command")).isEqualTo(List.of(name));
            assertThat(io.tidemark.cli.Main.run(name, "--help")).isZero();
        }
    }
}
