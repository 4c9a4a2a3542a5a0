package io.tidemark.e2e.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.e2e.operations.Dashboards.Dashboard;
import io.tidemark.e2e.operations.Dashboards.Panel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every panel says what it shows, in which unit, from documented metrics, through the data source that is chosen. */
final class DashboardsTest {

    /** A metric and what narrows it. */
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:tidemark|kafka|jvm|process)_\\w+|up\\b)(?!\")(\\{[^}]*})?");

    private final Path root = Path.of(System.getProperty("tidemark.root", "../.."));

    @Test
    void there_is_one_for_the_whole_one_for_the_capture_and_one_for_the_sink() throws IOException {
        assertThat(Dashboards.read(root))
                .extracting(Dashboard::file)
                .containsExactly("tidemark-capture.json", "tidemark-pipeline.json", "tidemark-sink.json");
        for (Dashboard dashboard : Dashboards.read(root)) {
            assertThat(dashboard.json().path("uid").asText() + ".json").isEqualTo(dashboard.file());
            assertThat(dashboard.json().path("title").asText()).startsWith("Tidemark: ");
        }
    }

    @Test
    void every_panel_has_a_title_a_description_a_unit_and_queries_with_names() throws IOException {
        for (Panel panel : panels()) {
            assertThat(panel.json().path("title").asText()).as(panel.name()).isNotBlank();
            assertThat(panel.json().path("description").asText())
                    .as(panel.name())
                    .matches("[A-Z./].{15,}\\.");
            JsonNode defaults = panel.json().path("fieldConfig").path("defaults");
            assertThat(defaults.path("unit").asText()).as(panel.name()).isNotBlank();
            assertThat(defaults.path("thresholds").path("steps"))
                    .as(panel.name())
                    .isNotEmpty();
            assertThat(panel.expressions()).as(panel.name()).isNotEmpty().allMatch(text -> !text.isBlank());
            for (JsonNode target : panel.json().path("targets")) {
                assertThat(target.path("legendFormat").asText())
                        .as(panel.name())
                        .isNotBlank();
            }
        }
    }

    @Test
    void every_query_reads_documented_metrics() throws IOException {
        DocumentedMetrics documented = DocumentedMetrics.read(root);
        for (Panel panel : panels()) {
            for (String expression : panel.expressions()) {
                assertThat(documented.undocumented(expression))
                        .as(panel.name() + ": " + expression)
                        .isEmpty();
            }
        }
        assertThat(documented.undocumented("sum by (table) (rate(tidemark_guessed_total{a=\"b\"}[5m])) or vector(0)"))
                .containsExactly("tidemark_guessed_total");
    }

    @Test
    void every_panel_asks_the_data_source_that_was_chosen() throws IOException {
        for (Dashboard dashboard : Dashboards.read(root)) {
            JsonNode variable = dashboard.json().path("templating").path("list").path(0);
            assertThat(variable.path("name").asText()).isEqualTo("datasource");
            assertThat(variable.path("type").asText()).isEqualTo("datasource");
            assertThat(variable.path("query").asText()).isEqualTo("prometheus");
            for (Panel panel : dashboard.panels()) {
                assertThat(panel.json().findValues("datasource"))
                        .as(panel.name())
                        .isNotEmpty()
                        .allMatch(source -> source.path("uid").asText().equals("${datasource}"));
            }
        }
    }

    @Test
    void every_panel_can_be_narrowed_to_one_of_several_pipelines() throws IOException {
        for (Dashboard dashboard : Dashboards.read(root)) {
            JsonNode variable = dashboard.json().path("templating").path("list").path(1);
            assertThat(variable.path("name").asText()).isEqualTo("pipeline");
            // whoever has one need not name it
            assertThat(variable.path("allValue").asText()).isEqualTo(".*");
        }
        for (Panel panel : panels()) {
            for (String expression : panel.expressions()) {
                assertThat(METRIC.matcher(expression).results())
                        .as(panel.name() + ": " + expression)
                        .isNotEmpty()
                        .allMatch(metric -> String.valueOf(metric.group(2)).contains("pipeline=~\"$pipeline\""));
            }
        }
    }

    @Test
    void panels_have_numbers_of_their_own_and_lie_beside_each_other() throws IOException {
        for (Dashboard dashboard : Dashboards.read(root)) {
            Set<Integer> numbers = new HashSet<>();
            Set<List<Integer>> covered = new HashSet<>();
            for (JsonNode panel : dashboard.json().path("panels")) {
                assertThat(numbers.add(panel.path("id").asInt()))
                        .as(panel.path("title").asText())
                        .isTrue();
                JsonNode place = panel.path("gridPos");
                int right = place.path("x").asInt() + place.path("w").asInt();
                int bottom = place.path("y").asInt() + place.path("h").asInt();
                assertThat(right).isLessThanOrEqualTo(24);
                for (int x = place.path("x").asInt(); x < right; x++) {
                    for (int y = place.path("y").asInt(); y < bottom; y++) {
                        assertThat(covered.add(List.of(x, y)))
                                .as("%s at %d, %d", panel.path("title").asText(), x, y)
                                .isTrue();
                    }
                }
            }
        }
    }

    private List<Panel> panels() throws IOException {
        List<Panel> panels = Dashboards.read(root).stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .toList();
        assertThat(panels).hasSizeGreaterThan(40);
        return panels;
    }
}
