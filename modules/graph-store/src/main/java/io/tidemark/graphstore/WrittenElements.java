package io.tidemark.graphstore;

import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a mapping and those before it have brought into a graph: the nodes of each label and key, and the relationships of
 * each type between the same labels, each with all properties that it ever had. Pure.
 */
final class WrittenElements {

    private final Set<Kind> mapped;
    private final Map<Kind, ElementMapping> elements = new LinkedHashMap<>();

    /** What makes elements of two mappings the same ones in the graph, whatever their tables. */
    private record Kind(String name, List<String> identity) {

        static Kind of(ElementMapping element) {
            return element instanceof EdgeMapping edge
                    ? new Kind(
                            edge.type(), List.of(edge.from().label(), edge.to().label()))
                    : new Kind(element.graphName(), element.keyColumns());
        }
    }

    /**
     * Something that a mapping no longer has.
     *
     * @param what for people, for example {@code property bio of (:User)}
     * @param found Cypher that returns a row when the graph still has it
     */
    record Leftover(String what, String found) {}

    /** @param earlier in any order; may contain the current one */
    WrittenElements(Mapping current, Collection<Mapping> earlier) {
        mapped = elements(current).stream().map(Kind::of).collect(Collectors.toSet());
        elements(current).forEach(this::add);
        earlier.forEach(mapping -> elements(mapping).forEach(this::add));
    }

    /** A relationship is one in the graph, whether a row or a column made it, and whether or not its type is taken from a column. */
    private static List<ElementMapping> elements(Mapping mapping) {
        List<ElementMapping> elements = new ArrayList<>(mapping.nodes());
        mapping.edges().forEach(edge -> elements.addAll(edge.ofEachType()));
        mapping.nodes().forEach(node -> elements.addAll(node.edgesOfRows()));
        return elements;
    }

    private void add(ElementMapping element) {
        elements.merge(Kind.of(element), element, WrittenElements::merged);
    }

    private static ElementMapping merged(ElementMapping one, ElementMapping other) {
        Map<String, PropertyMapping> properties = new LinkedHashMap<>();
        one.properties().forEach(property -> properties.put(property.property(), property));
        other.properties().forEach(property -> properties.putIfAbsent(property.property(), property));
        List<PropertyMapping> all = List.copyOf(properties.values());
        return one instanceof EdgeMapping edge
                ? new EdgeMapping(
                        edge.table(),
                        edge.type(),
                        edge.key(),
                        edge.from(),
                        edge.to(),
                        all,
                        edge.absentWhen(),
                        edge.presentWhen())
                : node((NodeMapping) one, (NodeMapping) other, all);
    }

    /** Whatever said which of the labels a node has: it may have any. */
    private static NodeMapping node(NodeMapping node, NodeMapping other, List<PropertyMapping> properties) {
        List<String> labels = Stream.of(node, other)
                .flatMap(each -> furtherLabels(each).stream())
                .distinct()
                .toList();
        return new NodeMapping(
                node.table(),
                node.label(),
                node.key(),
                properties,
                node.absentWhen(),
                node.presentWhen(),
                node.edges(),
                labels,
                List.of());
    }

    private static List<String> furtherLabels(NodeMapping node) {
        return node.allLabels().subList(1, node.allLabels().size());
    }

    /** All of them, edges first: nodes that still have some stay. */
    List<ElementMapping> all() {
        List<ElementMapping> ordered = new ArrayList<>(edges());
        elements.values().stream().filter(NodeMapping.class::isInstance).forEach(ordered::add);
        return ordered;
    }

    List<EdgeMapping> edges() {
        return elements.values().stream()
                .filter(EdgeMapping.class::isInstance)
                .map(EdgeMapping.class::cast)
                .toList();
    }

    /** What the current mapping does not have, though an earlier one had. */
    List<Leftover> leftovers(Mapping current) {
        List<Leftover> leftovers = new ArrayList<>();
        elements.forEach((kind, element) -> {
            if (mapped.contains(kind)) {
                Set<String> known = known(current, kind, WrittenElements::properties);
                element.properties().stream()
                        .map(PropertyMapping::property)
                        .filter(property -> !known.contains(property))
                        .map(property -> property(element, property))
                        .forEach(leftovers::add);
                if (element instanceof NodeMapping node) {
                    labels(node, known(current, kind, WrittenElements::labels)).forEach(leftovers::add);
                }
            } else {
                leftovers.add(whole(element));
            }
        });
        return leftovers;
    }

    private static Set<String> known(Mapping current, Kind kind, Function<ElementMapping, Stream<String>> names) {
        return elements(current).stream()
                .filter(element -> Kind.of(element).equals(kind))
                .flatMap(names)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<String> properties(ElementMapping element) {
        return element.properties().stream().map(PropertyMapping::property);
    }

    private static Stream<String> labels(ElementMapping element) {
        return element instanceof NodeMapping node ? furtherLabels(node).stream() : Stream.empty();
    }

    private static Stream<Leftover> labels(NodeMapping node, Set<String> known) {
        return furtherLabels(node).stream()
                .filter(label -> !known.contains(label))
                .map(label -> new Leftover(
                        "label " + label + " of " + text(node),
                        "MATCH " + pattern(node) + " WHERE e:" + Cypher.quote(label) + " RETURN 1 LIMIT 1"));
    }

    private static Leftover whole(ElementMapping element) {
        return element instanceof NodeMapping node
                ? new Leftover(
                        "(:" + node.label() + " {" + String.join(", ", node.key()) + "})",
                        having(node, node.key().get(0)))
                : new Leftover(text(element), "MATCH " + pattern(element) + " RETURN 1 LIMIT 1");
    }

    private static Leftover property(ElementMapping element, String property) {
        return new Leftover("property " + property + " of " + text(element), having(element, property));
    }

    private static String having(ElementMapping element, String property) {
        return "MATCH " + pattern(element) + " WHERE e." + Cypher.quote(property) + " IS NOT NULL RETURN 1 LIMIT 1";
    }

    private static String text(ElementMapping element) {
        return element instanceof EdgeMapping edge
                ? "(:" + edge.from().label() + ")-[:" + edge.type() + "]->(:"
                        + edge.to().label() + ")"
                : "(:" + element.graphName() + ")";
    }

    private static String pattern(ElementMapping element) {
        return element instanceof EdgeMapping edge
                ? "(:" + Cypher.quote(edge.from().referenceLabel()) + ")-[e:" + Cypher.quote(edge.type()) + "]->(:"
                        + Cypher.quote(edge.to().referenceLabel()) + ")"
                : "(e:" + Cypher.quote(((NodeMapping) element).referenceLabel()) + ")";
    }
}
