package io.tidemark.e2e.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.e2e.fixture.BorrowedTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alert rules are sound, each was seen to fire and not to fire, and each leads to its page. */
final class AlertRulesTest {

    private final Path root = Path.of(System.getProperty("tidemark.root", "../.."));
    private final Path ops = root.resolve("ops");
    private final Path tests = ops.resolve("prometheus/tests");

    @Test
    void promtool_finds_nothing_to_complain_about() throws IOException, InterruptedException {
        promtool("check", "config", "prometheus.yml");
        promtool("check", "rules", "--lint=all", "--lint-fatal", "rules/tidemark.yml");
    }

    @Test
    void every_alert_fires_and_does_not_fire_as_its_tests_say() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("test", "rules"));
        try (Stream<Path> files = Files.list(tests)) {
            files.sorted().map(file -> "tests/" + file.getFileName()).forEach(arguments::add);
        }
        String said = promtool(arguments.toArray(String[]::new));
        assertThat(said.lines().filter(line -> line.strip().equals("SUCCESS"))).hasSameSizeAs(alerts());
    }

    @Test
    void every_alert_has_a_test_in_which_it_fires_and_one_in_which_it_does_not() throws IOException {
        for (Map<String, Object> alert : alerts()) {
            String name = text(alert.get("alert"));
            Map<String, Object> file = load(tests.resolve(name + ".yml"));
            List<Map<String, Object>> asserted = list(file.get("tests")).stream()
                    .flatMap(test -> list(test.get("alert_rule_test")).stream())
                    .filter(test -> name.equals(test.get("alertname")))
                    .toList();
            assertThat(asserted)
                    .as("%s fires", name)
                    .anyMatch(test -> !list(test.get("exp_alerts")).isEmpty());
            assertThat(asserted)
                    .as("%s does not fire", name)
                    .anyMatch(test -> list(test.get("exp_alerts")).isEmpty());
        }
        try (Stream<Path> files = Files.list(tests)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".yml", "")))
                    .containsExactlyInAnyOrderElementsOf(alerts().stream()
                            .map(alert -> text(alert.get("alert")))
                            .toList());
        }
    }

    @Test
    void every_alert_says_how_bad_it_is_and_where_to_read_on() throws IOException {
        for (Map<String, Object> alert : alerts()) {
            String name = text(alert.get("alert"));
            assertThat(map(alert.get("labels")).get("severity")).as(name).isIn("page", "ticket", "info");
            Map<String, Object> annotations = map(alert.get("annotations"));
            assertThat(annotations).as(name).containsOnlyKeys("summary", "description", "runbook", "runbook_url");
            Path page = root.resolve(text(annotations.get("runbook")));
            assertThat(page).exists();
            assertThat(Files.readString(page)).as("%s names its alert", page).contains("`" + name + "`");
            assertThat(annotations.get("runbook_url"))
                    .isEqualTo("{{ $externalLabels.runbooks }}/" + page.getFileName());
        }
    }

    @Test
    void every_alert_looks_at_documented_metrics() throws IOException {
        DocumentedMetrics documented = DocumentedMetrics.read(root);
        for (Map<String, Object> alert : alerts()) {
            assertThat(documented.undocumented(text(alert.get("expr"))))
                    .as(text(alert.get("alert")))
                    .isEmpty();
        }
    }

    private List<Map<String, Object>> alerts() throws IOException {
        List<Map<String, Object>> alerts =
                list(load(ops.resolve("prometheus/rules/tidemark.yml")).get("groups")).stream()
                        .flatMap(group -> list(group.get("rules")).stream())
                        .toList();
        assertThat(alerts).isNotEmpty();
        return alerts;
    }

    private String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(List.of(BorrowedTool.require("promtool").toString()));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line)
                .directory(ops.resolve("prometheus").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static Map<String, Object> load(Path file) throws IOException {
        return map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    }

    private static String text(@Nullable Object value) {
        return (String) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked") // YAML maps have text keys here
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked") // and the lists hold maps
    private static List<Map<String, Object>> list(@Nullable Object value) {
        return (List<Map<String, Object>>) Objects.requireNonNull(value);
    }
}
