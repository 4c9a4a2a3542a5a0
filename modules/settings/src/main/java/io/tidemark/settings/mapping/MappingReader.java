package io.tidemark.settings.mapping;

import io.tidemark.model.TableName;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one mapping and collects everything wrong with it. */
final class MappingReader {

    private final Problems problems;
    private final IdentityHashMap<ElementMapping, Node> places = new IdentityHashMap<>();

    MappingReader(String source) {
        this.problems = new Problems(source);
    }

    Mapping read(String text) {
        Optional<Node> document = parse(text);
        List<NodeMapping> nodes = new ArrayList<>();
        List<EdgeMapping> edges = new ArrayList<>();
        if (document.isEmpty()) {
            problems.add(null, "is empty: it needs nodes: and edges:");
        } else {
            Fields file = Fields.of(document.get(), "the mapping", problems, "nodes", "edges");
            nodes.addAll(elements(file.required("nodes"), this::node));
            edges.addAll(elements(file.optional("edges"), this::edge));
        }
        problems.throwIfAny();
        Mapping.conflicts(nodes, edges)
                .forEach(conflict -> problems.add(
                        places.get(conflict.element()), conflict.problem().toString()));
        if (nodes.isEmpty()) {
            problems.add(document.orElse(null), "has no node table: map at least one under nodes:");
        }
        problems.throwIfAny();
        return new Mapping(nodes, edges);
    }

    private Optional<Node> parse(String text) {
        try {
            return new Compose(LoadSettings.builder().build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(line, "is no YAML: " + e.getProblem());
            problems.throwIfAny();
            throw e;
        } catch (ReaderException e) {
            long line = text.codePoints()
                            .limit(e.getPosition())
                            .filter(character -> character == '\n')
                            .count()
                    + 1;
            problems.add(
                    (int) line, "is no YAML: it has the control character U+" + "%04X".formatted(e.getCodePoint()));
            problems.throwIfAny();
            throw e;
        }
    }

    private <T extends ElementMapping> List<T> elements(@Nullable Node list, Function<Node, @Nullable T> reader) {
        List<T> elements = new ArrayList<>();
        for (Node item : Fields.items(list, problems)) {
            T element = reader.apply(item);
            if (element != null) {
                places.put(element, item);
                elements.add(element);
            }
        }
        return elements;
    }

    private @Nullable NodeMapping node(Node item) {
        Fields fields = Fields.of(item, "a node", problems, "table", "label", "key", "properties", "absentWhen");
        TableName table = table(fields);
        String label = fields.text("label");
        String key = fields.text("key");
        List<PropertyMapping> properties = properties(fields);
        if (table == null || label == null || key == null) {
            return null;
        }
        return attempt(item, () -> new NodeMapping(table, label, key, properties, fields.optionalText("absentWhen")));
    }

    private @Nullable EdgeMapping edge(Node item) {
        Fields fields = Fields.of(item, "an edge", problems, "table", "type", "from", "to", "properties", "absentWhen");
        TableName table = table(fields);
        String type = fields.text("type");
        EndMapping from = end(fields.required("from"));
        EndMapping to = end(fields.required("to"));
        List<PropertyMapping> properties = properties(fields);
        if (table == null || type == null || from == null || to == null) {
            return null;
        }
        return attempt(
                item, () -> new EdgeMapping(table, type, from, to, properties, fields.optionalText("absentWhen")));
    }

    private @Nullable TableName table(Fields fields) {
        String name = fields.text("table");
        return name == null ? null : attempt(fields.place(), () -> TableName.parse(name));
    }

    private @Nullable EndMapping end(@Nullable Node item) {
        if (item == null) {
            return null;
        }
        Fields fields = Fields.of(item, "an end", problems, "column", "label");
        String column = fields.text("column");
        String label = fields.text("label");
        return column == null || label == null ? null : attempt(item, () -> new EndMapping(column, label));
    }

    /** Each property is a column's name, or {@code column: property} to rename it. */
    private List<PropertyMapping> properties(Fields fields) {
        List<PropertyMapping> properties = new ArrayList<>();
        for (Node item : Fields.items(fields.optional("properties"), problems)) {
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

    private <T> @Nullable T attempt(Node place, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            problems.add(place, String.valueOf(e.getMessage()));
            return null;
        }
    }
}
