package io.tidemark.settings.mapping;

import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.EndMapping;
import io.tidemark.model.mapping.ForeignKeyEdge;
import io.tidemark.model.mapping.NamesByColumn;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.model.mapping.VectorIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes an element as the mapping file has it: what {@link MappingReader} reads back as the same element. Pure. */
public final class MappingText {

    /** What YAML takes for one word wherever it is; the reader takes every word as text. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    /** The form of a property that is its column's text. */
    static final String AS_TEXT = "text";

    private MappingText() {}

    /** The element on one line: {@code { table: public.users, label: User, key: id, properties: [username] }}. */
    public static String of(ElementMapping element) {
        List<String> fields = new ArrayList<>();
        fields.add("table: " + word(element.table().toString()));
        if (element instanceof NodeMapping node) {
            fields.add("label: " + word(node.label()));
            if (node.allLabels().size() > 1) {
                fields.add("labels: "
                        + Stream.concat(
                                        node.labels().stream().map(MappingText::word),
                                        node.labelsByColumn().stream().map(MappingText::byColumn))
                                .collect(Collectors.joining(", ", "[", "]")));
            }
            fields.add("key: " + names(node.key()));
        } else if (element instanceof EdgeMapping edge) {
            fields.add("type: " + (edge.typeByColumn() == null ? word(edge.type()) : byColumn(edge.typeByColumn())));
            if (!edge.identifiedByEnds()) {
                fields.add("key: " + names(edge.key()));
            }
            fields.add("from: " + end(edge.from()));
            fields.add("to: " + end(edge.to()));
        } else {
            throw new IllegalArgumentException("unknown kind of mapping: " + element);
        }
        fields.add("properties: "
                + element.properties().stream().map(MappingText::property).collect(Collectors.joining(", ", "[", "]")));
        if (element.absentWhen() != null) {
            fields.add("absentWhen: " + word(element.absentWhen()));
        }
        if (!element.presentWhen().isEmpty()) {
            fields.add("presentWhen: "
                    + element.presentWhen().entrySet().stream()
                            .map(column -> word(column.getKey()) + ": " + names(column.getValue()))
                            .collect(Collectors.joining(", ", "{ ", " }")));
        }
        if (element instanceof NodeMapping node && !node.edges().isEmpty()) {
            fields.add("edges: "
                    + node.edges().stream().map(MappingText::foreignKey).collect(Collectors.joining(", ", "[", "]")));
        }
        return "{ " + String.join(", ", fields) + " }";
    }

    private static String foreignKey(ForeignKeyEdge edge) {
        return "{ type: " + word(edge.type()) + (edge.outgoing() ? ", to: " : ", from: ") + end(edge.end()) + " }";
    }

    private static String names(List<String> values) {
        return values.size() == 1
                ? word(values.get(0))
                : values.stream().map(MappingText::word).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String byColumn(NamesByColumn names) {
        return "{ column: " + word(names.column()) + ", values: "
                + names.values().entrySet().stream()
                        .map(name -> word(name.getKey()) + ": " + word(name.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"))
                + " }";
    }

    private static String end(EndMapping end) {
        return (end.columns().size() == 1 ? "{ column: " : "{ columns: ") + names(end.columns()) + ", label: "
                + word(end.label()) + " }";
    }

    private static String property(PropertyMapping property) {
        VectorIndex vector = property.vector();
        if (property.carriedAsText()) {
            return "{ column: " + word(property.column())
                    + (property.column().equals(property.property()) ? "" : ", property: " + word(property.property()))
                    + (vector == null ? ", as: " + AS_TEXT : ", vector: " + vector(vector)) + " }";
        }
        return property.column().equals(property.property())
                ? word(property.column())
                : "{ " + word(property.column()) + ": " + word(property.property()) + " }";
    }

    private static String vector(VectorIndex vector) {
        return "{ dimensions: " + vector.dimensions() + ", similarity: "
                + vector.similarity().text() + " }";
    }

    private static String word(String text) {
        if (WORD.matcher(text).matches()) {
            return text;
        }
        // a line may be broken behind a comma and a blank: a blank of the text is not to be taken for that
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace(", ", ",\\ ");
        return '"'
                + CONTROL.matcher(escaped)
                        .replaceAll(found ->
                                "\\\\x%02x".formatted((int) found.group().charAt(0)))
                + '"';
    }
}
