package io.tidemark.cli.map;

import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A mapping as a flowchart of Mermaid: a box for each node table, an arrow for each edge. Pure. */
final class MermaidText {

    private MermaidText() {}

    static List<String> lines(Mapping mapping) {
        List<String> lines = new ArrayList<>();
        lines.add("flowchart LR");
        Map<String, String> boxes = new HashMap<>();
        for (NodeMapping node : mapping.nodes()) {
            String box = "n" + (boxes.size() + 1);
            boxes.put(node.label(), box);
            lines.add("    " + box + "[\"" + text(node, "key " + String.join(", ", node.key())) + "\"]");
        }
        List<EdgeMapping> edges = new ArrayList<>(mapping.edges());
        mapping.nodes().forEach(node -> edges.addAll(node.edgesOfRows()));
        for (EdgeMapping edge : edges) {
            lines.add("    " + boxes.get(edge.from().label()) + " -->|\""
                    + text(edge, edge.identifiedByEnds() ? "" : "key " + String.join(", ", edge.key())) + "\"| "
                    + boxes.get(edge.to().label()));
        }
        return lines;
    }

    private static String text(ElementMapping element, String key) {
        String properties =
                element.properties().stream().map(PropertyMapping::property).collect(Collectors.joining(", "));
        String absent = element.absentWhen() == null ? "" : "absent when " + element.absentWhen();
        return Stream.of(name(element), element.table().toString(), key, properties, absent)
                .filter(part -> !part.isEmpty())
                .map(MermaidText::escaped)
                .collect(Collectors.joining("<br/>"));
    }

    private static String name(ElementMapping element) {
        return element instanceof NodeMapping node
                ? Stream.concat(
                                node.constantLabels().stream(),
                                node.labelsByColumn().stream().map(labels -> String.join("|", labels.names())))
                        .collect(Collectors.joining(", "))
                : element.graphName();
    }

    /** What ends a text, or is markup in it, as Mermaid's entities. */
    private static String escaped(String text) {
        return text.replace("#", "#35;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;")
                .replace("|", "#124;")
                .replace("`", "#96;");
    }
}
