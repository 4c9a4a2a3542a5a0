package io.tidemark.model.mapping;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the graph is: which table becomes which node or relationship. Immutable; a mapping that exists is consistent
 * ({@link #conflicts} is empty).
 *
 * @param nodes the node tables, at least one
 * @param edges the edge tables
 */
public record Mapping(List<NodeMapping> nodes, List<EdgeMapping> edges) {

    private static final Set<String> OWN_LABELS =
            Set.of("Tidemark", "TidemarkWatermark", "TidemarkHold", "TidemarkMapping");

    public Mapping {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        List<Conflict> conflicts = conflicts(nodes, edges);
        if (!conflicts.isEmpty()) {
            throw new IllegalArgumentException(conflicts.get(0).problem().toString());
        }
    }

    /**
     * Something wrong between the elements of a mapping.
     *
     * @param element the element it was found at
     * @param unmapped the label of an end that no node table has; null where something else is wrong
     * @param compared the columns whose number is wrong; empty where something else is
     */
    public record Conflict(
            ElementMapping element,
            Problem problem,
            @Nullable String unmapped,
            List<String> compared) {

        private Conflict(ElementMapping element, String what, String fix) {
            this(element, new Problem(what, fix), null, List.of());
        }

        private static Conflict unmapped(ElementMapping edge, String label, Set<String> labels) {
            return new Conflict(
                    edge,
                    new Problem("label " + label + " has no node table", "map one of " + labels),
                    label,
                    List.of());
        }

        private static Conflict count(ElementMapping edge, EndMapping end, NodeMapping node) {
            return new Conflict(
                    edge,
                    new Problem(
                            "an end of " + edge.table() + " has the columns (" + end.name() + ") but the key of "
                                    + node.label() + " is (" + String.join(", ", node.key()) + ")",
                            "name a column for each of the key's, in its order"),
                    null,
                    Stream.concat(end.columns().stream(), node.key().stream()).toList());
        }
    }

    /** Everything that keeps these elements from being one mapping; empty when they are. */
    public static List<Conflict> conflicts(List<NodeMapping> nodes, List<EdgeMapping> edges) {
        List<Conflict> conflicts = new ArrayList<>();
        Set<TableName> tables = new HashSet<>();
        Map<String, NodeMapping> labels = new LinkedHashMap<>();
        Set<String> types = new HashSet<>();
        for (NodeMapping node : nodes) {
            rowConflicts(node, tables, conflicts);
            if (labels.putIfAbsent(node.label(), node) != null) {
                conflicts.add(new Conflict(node, "label " + node.label() + " is mapped twice", "one table, one label"));
            }
            if (OWN_LABELS.contains(node.label())) {
                conflicts.add(new Conflict(node, "label " + node.label() + " is Tidemark's own", "choose another"));
            }
        }
        nodes.forEach(node -> labelConflicts(node, nodes, conflicts));
        for (NodeMapping node : nodes) {
            for (ForeignKeyEdge edge : node.edges()) {
                edgeConflicts(node, List.of(edge.type()), List.of(edge.end()), types, labels, conflicts);
            }
            if (labels.containsKey(node.referenceLabel())) {
                conflicts.add(new Conflict(
                        node,
                        "label " + node.referenceLabel() + " is the reference label of " + node.label(),
                        "choose another"));
            }
        }
        for (EdgeMapping edge : edges) {
            rowConflicts(edge, tables, conflicts);
            edgeConflicts(edge, edge.types(), List.of(edge.from(), edge.to()), types, labels, conflicts);
            if (edge.from().columns().equals(edge.to().columns())) {
                conflicts.add(
                        edge.from().columns().size() == 1
                                ? new Conflict(
                                        edge,
                                        "from and to are the same column "
                                                + edge.from().name(),
                                        "name two columns")
                                : new Conflict(
                                        edge,
                                        "from and to are the same columns ("
                                                + edge.from().name() + ")",
                                        "they may share some, not all"));
            }
        }
        return conflicts;
    }

    /** Several tables may give a further label to their nodes, but none that tells nodes of one table from others. */
    private static void labelConflicts(NodeMapping node, List<NodeMapping> nodes, List<Conflict> conflicts) {
        Set<String> names = new HashSet<>();
        for (String label : node.allLabels().subList(1, node.allLabels().size())) {
            if (!names.add(label)) {
                conflicts.add(new Conflict(node, "label " + label + " of " + node.table() + " is given twice", "once"));
            }
            if (OWN_LABELS.contains(label)) {
                conflicts.add(new Conflict(node, "label " + label + " is Tidemark's own", "choose another"));
            }
            for (NodeMapping other : nodes) {
                if (label.equals(other.label()) || label.equals(other.referenceLabel())) {
                    conflicts.add(new Conflict(
                            node,
                            "label " + label + " under labels: of " + node.table() + " is the "
                                    + (label.equals(other.label()) ? "label" : "reference label") + " of "
                                    + other.table(),
                            "choose another"));
                }
            }
        }
    }

    private static void edgeConflicts(
            ElementMapping element,
            List<String> ofElement,
            List<EndMapping> ends,
            Set<String> types,
            Map<String, NodeMapping> labels,
            List<Conflict> conflicts) {
        for (String type : ofElement) {
            if (!types.add(type)) {
                conflicts.add(new Conflict(element, "type " + type + " is mapped twice", "one table, one type"));
            }
        }
        for (EndMapping end : ends) {
            NodeMapping node = labels.get(end.label());
            if (node == null) {
                conflicts.add(Conflict.unmapped(element, end.label(), labels.keySet()));
            } else if (node.key().size() != end.columns().size()) {
                conflicts.add(Conflict.count(element, end, node));
            }
        }
    }

    private static void rowConflicts(ElementMapping element, Set<TableName> tables, List<Conflict> conflicts) {
        if (!tables.add(element.table())) {
            conflicts.add(new Conflict(element, "table " + element.table() + " is mapped twice", "map it once"));
        }
        named(element, element.keyColumns(), conflicts);
        element.ends().forEach(end -> named(element, end.columns(), conflicts));
        Set<String> names = new HashSet<>();
        if (!(element instanceof EdgeMapping edge) || !edge.identifiedByEnds()) {
            names.addAll(element.keyColumns());
        }
        formConflicts(element, conflicts);
        // a value that is an end may also be a property of its own name: both say the same
        Map<String, ElementValue> said = new HashMap<>();
        element.values().forEach(value -> said.putIfAbsent(value.name(), value));
        for (ElementValue value : element.propertyValues()) {
            if (!names.add(value.name()) || !value.equals(said.get(value.name()))) {
                conflicts.add(new Conflict(
                        element,
                        "property " + value.name() + " of " + element.table() + " is set twice",
                        "rename one (column: property)"));
            }
        }
    }

    /** A record holds each column once, in one form. */
    private static void formConflicts(ElementMapping element, List<Conflict> conflicts) {
        Set<String> otherwise = new HashSet<>(element.keyColumns());
        element.values().stream()
                .filter(ElementValue::isTyped)
                .flatMap(value -> value.columns().stream())
                .forEach(otherwise::add);
        otherwise.addAll(element.presentWhen().keySet());
        element.textColumns().stream()
                .filter(otherwise::contains)
                .forEach(column -> conflicts.add(new Conflict(
                        element,
                        "column " + column + " of " + element.table()
                                + " is mapped as text or vector, and is a key, an end, a condition or a property of its own type besides",
                        "a column has one form: take one of the two out")));
    }

    private static void named(ElementMapping element, List<String> columns, List<Conflict> conflicts) {
        if (new HashSet<>(columns).size() < columns.size()) {
            conflicts.add(new Conflict(
                    element,
                    "(" + String.join(", ", columns) + ") of " + element.table() + " names a column twice",
                    "name each once"));
        }
    }

    /** Every element: nodes first, then edges, in the order of the mapping. */
    public List<ElementMapping> elements() {
        List<ElementMapping> elements = new ArrayList<>(nodes);
        elements.addAll(edges);
        return elements;
    }

    /** The mapped tables, sorted. */
    public Set<TableName> tables() {
        Set<TableName> tables = new TreeSet<>();
        elements().forEach(element -> tables.add(element.table()));
        return tables;
    }

    /** What the table's rows become; empty when it is not mapped. */
    public Optional<ElementMapping> element(TableName table) {
        return elements().stream()
                .filter(element -> element.table().equals(table))
                .findFirst();
    }

    /** The node table behind a label that an edge's end names. */
    public NodeMapping node(String label) {
        return nodes.stream()
                .filter(node -> node.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("label " + Objects.requireNonNull(label) + " is not mapped"));
    }
}
