package io.tidemark.settings.mapping;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.Identifier;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NamesByColumn;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.model.mapping.VectorIndex;
import io.tidemark.model.mapping.VectorIndex.Similarity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads one mapping and collects everything wrong with it. */
final class MappingReader {

    private final Problems problems;
    private final IdentityHashMap<ElementMapping, Node> places = new IdentityHashMap<>();
    private final Set<String> unread = new HashSet<>();

    MappingReader(String source) {
        this.problems = new Problems(source);
    }

    Mapping read(String text) {
        Optional<Node> document = parse(text);
        if (document.isEmpty()) {
            problems.add(null, "is empty: it needs nodes: and edges:");
            throw problems.failure();
        }
        Fields file = Fields.of(document.get(), "the mapping", problems, "nodes", "edges");
        Node nodeList = file.required("nodes");
        List<NodeMapping> nodes = elements(nodeList, this::node);
        List<EdgeMapping> edges = elements(file.optional("edges"), this::edge);
        if (nodeList instanceof SequenceNode && nodes.isEmpty()) {
            problems.add(nodeList, "has no node table: map at least one under nodes:");
        }
        boolean labelsKnown =
                !nodes.isEmpty() && nodes.stream().map(NodeMapping::label).noneMatch(unread::contains);
        Mapping.conflicts(nodes, edges).stream()
                .filter(conflict ->
                        conflict.unmapped() == null || (labelsKnown && !unread.contains(conflict.unmapped())))
                .filter(conflict -> conflict.compared().stream().noneMatch(unread::contains))
                .forEach(conflict -> problems.add(
                        places.get(conflict.element()), conflict.problem().toString()));
        if (!problems.isEmpty()) {
            throw problems.failure();
        }
        return new Mapping(nodes, edges);
    }

    private Optional<Node> parse(String text) {
        try {
            return new Compose(LoadSettings.builder().build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(line, "is no YAML: " + e.getProblem());
            throw problems.failure();
        } catch (ReaderException e) {
            long line = text.codePoints()
                            .limit(e.getPosition())
                            .filter(character -> character == '\n')
                            .count()
                    + 1;
            problems.add(
                    (int) line, "is no YAML: it has the control character U+" + "%04X".formatted(e.getCodePoint()));
            throw problems.failure();
        }
    }

    private <T extends ElementMapping> List<T> elements(@Nullable Node list, Function<Node, T> reader) {
        List<T> elements = new ArrayList<>();
        for (Node item : Fields.items(list, problems)) {
            T element = reader.apply(item);
            places.put(element, item);
            elements.add(element);
        }
        return elements;
    }

    private NodeMapping node(Node item) {
        Fields fields = Fields.of(
                item,
                "a node",
                problems,
                "table",
                "label",
                "labels",
                "key",
                "properties",
                "absentWhen",
                "presentWhen",
                "edges");
        return new NodeMapping(
                table(fields),
                identifier(fields, "label"),
                key(fields),
                properties(fields),
                fields.optionalText("absentWhen"),
                Fields.texts(fields.optional("presentWhen"), "presentWhen", problems),
                Fields.items(fields.optional("edges"), problems).stream()
                        .map(this::foreignKey)
                        .toList(),
                labels(fields),
                Fields.items(fields.optional("labels"), problems).stream()
                        .filter(MappingNode.class::isInstance)
                        .flatMap(each -> Stream.ofNullable(names(each, "a label by column")))
                        .toList());
    }

    /** Those that do not depend on a column. */
    private List<String> labels(Fields fields) {
        List<String> labels = new ArrayList<>();
        if (!(fields.optional("labels") instanceof SequenceNode list)) {
            return labels;
        }
        for (Node item : list.getValue()) {
            if (item instanceof ScalarNode scalar) {
                String label = attempt(item, () -> Identifier.require("label", scalar.getValue()));
                if (label != null) {
                    labels.add(label);
                }
            } else if (!(item instanceof MappingNode)) {
                problems.add(item, "a label is written Name, or { column: …, values: { value: Name } }");
            }
        }
        return labels;
    }

    /** One of {@code from} and {@code to} names the other node; the row's own is at the other end. */
    private ForeignKeyEdge foreignKey(Node item) {
        Fields fields = Fields.of(item, "an edge of a node", problems, "type", "from", "to");
        boolean outgoing = fields.optional("to") != null;
        String type = foreignKeyType(fields);
        if (outgoing == (fields.optional("from") != null)) {
            problems.add(item, "an edge of a node needs from: or to:, the other node; its own is at the other end");
            return new ForeignKeyEdge(type, outgoing, new EndMapping(unread(), unread()));
        }
        return new ForeignKeyEdge(type, outgoing, end(fields, outgoing ? "to" : "from"));
    }

    private String foreignKeyType(Fields fields) {
        Node type = fields.optional("type");
        if (type instanceof MappingNode) {
            problems.add(type, "an edge of a node has one type, its name: a column gives it to edge tables only");
            return unread();
        }
        return identifier(fields, "type");
    }

    private EdgeMapping edge(Node item) {
        Fields fields = Fields.of(
                item,
                "an edge",
                problems,
                "table",
                "type",
                "key",
                "from",
                "to",
                "properties",
                "absentWhen",
                "presentWhen");
        Node type = fields.optional("type");
        NamesByColumn types = type instanceof MappingNode ? names(type, "a type by column") : null;
        return new EdgeMapping(
                table(fields),
                type instanceof MappingNode ? unread() : identifier(fields, "type"),
                fields.optional("key") == null ? List.of() : key(fields),
                end(fields, "from"),
                end(fields, "to"),
                properties(fields),
                fields.optionalText("absentWhen"),
                Fields.texts(fields.optional("presentWhen"), "presentWhen", problems),
                types);
    }

    /** Null where it cannot be read. */
    private @Nullable NamesByColumn names(Node item, String what) {
        Fields fields = Fields.of(item, what, problems, "column", "values");
        String column = fields.text("column");
        Map<String, String> values = Fields.names(fields.required("values"), problems);
        return column == null || values.isEmpty() ? null : attempt(item, () -> new NamesByColumn(column, values));
    }

    private TableName table(Fields fields) {
        String name = fields.text("table");
        TableName table = name == null ? null : attempt(fields.place(), () -> TableName.parse(name));
        return table == null ? TableName.parse(unread()) : table;
    }

    private EndMapping end(Fields edge, String name) {
        Node item = edge.required(name);
        if (item == null) {
            return new EndMapping(unread(), unread());
        }
        Fields fields = Fields.of(item, "an end", problems, "column", "columns", "label");
        boolean several = fields.optional("columns") != null;
        if (several && fields.optional("column") != null) {
            problems.add(item, "an end has column: or columns:, one of them");
        }
        List<String> columns = several
                ? fields.names("columns")
                : Optional.ofNullable(fields.text("column")).stream().toList();
        return new EndMapping(columns.isEmpty() ? List.of(unread()) : columns, identifier(fields, "label"));
    }

    private List<String> key(Fields fields) {
        List<String> names = fields.names("key");
        List<String> key = new ArrayList<>();
        for (String name : names) {
            key.add(identifier(fields, "key", name));
        }
        return key.isEmpty() ? List.of(unread()) : key;
    }

    private String identifier(Fields fields, String name) {
        return identifier(fields, name, fields.text(name));
    }

    private String identifier(Fields fields, String name, @Nullable String text) {
        String identifier = text == null ? null : attempt(fields.place(), () -> Identifier.require(name, text));
        return identifier == null ? unread() : identifier;
    }

    /** A name in place of one that cannot be read, like no other, so that the rest of its element is still held against the others. */
    private String unread() {
        String name = "_unread_" + unread.size();
        unread.add(name);
        return name;
    }

    /** Each property is a column's name, {@code column: property} to rename it, or a map that says more of it. */
    private List<PropertyMapping> properties(Fields fields) {
        List<PropertyMapping> properties = new ArrayList<>();
        for (Node item : Fields.items(fields.optional("properties"), problems)) {
            if (Fields.has(item, "column") && Fields.hasAny(item, "property", "as", "vector")) {
                property(item).ifPresent(properties::add);
                continue;
            }
            Map<String, String> pairs = Fields.pairs(item, problems);
            pairs.forEach((column, property) -> {
                PropertyMapping mapping = attempt(item, () -> new PropertyMapping(column, property));
                if (mapping != null) {
                    properties.add(mapping);
                }
            });
        }
        return properties;
    }

    private Optional<PropertyMapping> property(Node item) {
        Fields fields = Fields.of(item, "a property", problems, "column", "property", "as", "vector");
        String column = fields.text("column");
        String as = fields.optionalText("as");
        if (as != null && !as.equals(MappingText.AS_TEXT)) {
            problems.add(item, "'" + as + "' is not a form of a property: as: takes " + MappingText.AS_TEXT);
        }
        if (column == null) {
            return Optional.empty();
        }
        String property = fields.optional("property") == null ? column : fields.text("property");
        Node vector = fields.optional("vector");
        VectorIndex index = vector == null ? null : vector(vector);
        return Optional.ofNullable(
                property == null || (vector != null && index == null)
                        ? null
                        : attempt(item, () -> new PropertyMapping(column, property, as != null, index)));
    }

    private @Nullable VectorIndex vector(Node item) {
        Fields fields = Fields.of(item, "a vector", problems, "dimensions", "similarity");
        String dimensions = fields.text("dimensions");
        String similarity = fields.text("similarity");
        return dimensions == null || similarity == null
                ? null
                : attempt(item, () -> new VectorIndex(number(dimensions), Similarity.of(similarity)));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("dimensions '" + text + "' is not a number", e);
        }
    }

    private <T> @Nullable T attempt(Node place, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            problems.add(place, String.valueOf(e.getMessage()));
            return null;
        }
    }
}
