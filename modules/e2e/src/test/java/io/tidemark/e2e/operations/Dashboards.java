package io.tidemark.e2e.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The dashboards of {@code ops/grafana}. */
final class Dashboards {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Dashboards() {}

    /**
     * A dashboard.
     *
     * @param file its name
     * @param json as Grafana reads it
     */
    record Dashboard(String file, JsonNode json) {

        /** The panels that show something; rows of panels are left out. */
        List<Panel> panels() {
            List<Panel> panels = new ArrayList<>();
            for (JsonNode panel : json.path("panels")) {
                if (!panel.path("type").asText().equals("row")) {
                    panels.add(new Panel(file + " \"" + panel.path("title").asText() + "\"", panel));
                }
            }
            return panels;
        }
    }

    /**
     * A panel.
     *
     * @param name for messages
     */
    record Panel(String name, JsonNode json) {

        List<String> expressions() {
            List<String> expressions = new ArrayList<>();
            json.path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asText()));
            return expressions;
        }
    }

    /** All of them. */
    static List<Dashboard> read(Path root) throws IOException {
        List<Dashboard> dashboards = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve("ops/grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                dashboards.add(new Dashboard(file.getFileName().toString(), JSON.readTree(file.toFile())));
            }
        }
        return dashboards;
    }
}
