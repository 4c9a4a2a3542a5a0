package io.tidemark.cli.map;

import io.tidemark.graphstore.Constraints;
import io.tidemark.graphstore.VectorIndexes;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A mapping as the graph's schema: patterns as comments, and the constraints and indexes that setup makes. Pure. */
final class CypherText {

    private CypherText() {}

    static List<String> lines(Mapping mapping) {
        List<String> lines = new ArrayList<>();
        for (NodeMapping node : mapping.nodes()) {
            lines.add("// (:" + labels(node) + properties(node, node.key().stream()) + ")" + source(node));
        }
        List<EdgeMapping> edges = new ArrayList<>(mapping.edges());
        mapping.nodes().forEach(node -> edges.addAll(node.edgesOfRows()));
        for (EdgeMapping edge : edges) {
            lines.add("// (:" + edge.from().label() + ")-[:" + edge.type()
                    + properties(edge, edge.key().stream()) + "]->(:"
                    + edge.to().label() + ")" + source(edge));
        }
        Stream.of(Constraints.statements(mapping), VectorIndexes.statements(mapping))
                .flatMap(List::stream)
                .forEach(statement -> lines.add(statement + ";"));
        return lines;
    }

    /** All that a node of a row has, as in {@code User:Searchable:(Person|Organization)}. */
    private static String labels(NodeMapping node) {
        return Stream.concat(
                        node.constantLabels().stream(),
                        node.labelsByColumn().stream().map(labels -> "(" + String.join("|", labels.names()) + ")"))
                .collect(Collectors.joining(":"));
    }

    private static String properties(ElementMapping element, Stream<String> key) {
        String names = Stream.concat(key, element.properties().stream().map(PropertyMapping::property))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " {" + names + "}";
    }

    private static String source(ElementMapping element) {
        return "  " + element.table() + (element.absentWhen() == null ? "" : ", absent when " + element.absentWhen());
    }
}
