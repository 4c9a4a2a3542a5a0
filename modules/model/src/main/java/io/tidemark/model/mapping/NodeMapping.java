package io.tidemark.model.mapping;

import io.tidemark.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node table: each row is a node.
 *
 * @param table the table
 * @param label the label a node carries if and only if its row exists
 * @param key the primary key columns; also the names of the properties that hold them
 * @param properties the mapped columns besides the key
 * @param absentWhen see {@link ElementMapping#absentWhen()}
 * @param presentWhen see {@link ElementMapping#presentWhen()}
 * @param edges the foreign keys that are relationships
 * @param labels further labels that the node carries while its row exists
 * @param labelsByColumn further labels of which it carries the one, if any, that the row's column says
 */
public record NodeMapping(
        TableName table,
        String label,
        List<String> key,
        List<PropertyMapping> properties,
        @Nullable String absentWhen,
        Map<String, List<String>> presentWhen,
        List<ForeignKeyEdge> edges,
        List<String> labels,
        List<NamesByColumn> labelsByColumn)
        implements ElementMapping {

    public NodeMapping {
        Identifier.require("label", label);
        key = List.copyOf(key);
        key.forEach(column -> Identifier.require("key", column));
        properties = List.copyOf(properties);
        presentWhen = PresentValues.copy(presentWhen);
        // a mapping that was noted by a version that did not know them has none
        edges = edges == null ? List.of() : List.copyOf(edges);
        labels = labels == null ? List.of() : List.copyOf(labels);
        labels.forEach(each -> Identifier.require("label", each));
        labelsByColumn = labelsByColumn == null ? List.of() : List.copyOf(labelsByColumn);
    }

    /** A node table whose nodes carry one label. */
    public NodeMapping(
            TableName table,
            String label,
            List<String> key,
            List<PropertyMapping> properties,
            @Nullable String absentWhen,
            Map<String, List<String>> presentWhen,
            List<ForeignKeyEdge> edges) {
        this(table, label, key, properties, absentWhen, presentWhen, edges, List.of(), List.of());
    }

    /** A node table with a key of one column and without foreign keys, whose rows count whatever the values of their other columns. */
    public NodeMapping(
            TableName table, String label, String key, List<PropertyMapping> properties, @Nullable String absentWhen) {
        this(table, label, List.of(key), properties, absentWhen, Map.of(), List.of());
    }

    /** The label every node of this kind carries for its identity, whether or not its row exists (yet, or still). */
    public String referenceLabel() {
        return referenceLabel(label);
    }

    static String referenceLabel(String label) {
        return label + "Ref";
    }

    /** The labels that every node of a row carries: its own first. */
    public List<String> constantLabels() {
        return Stream.concat(Stream.of(label), labels.stream()).toList();
    }

    /** The labels that a node of a row may carry besides. */
    public List<String> labelsOfColumns() {
        return labelsByColumn.stream().flatMap(each -> each.names().stream()).toList();
    }

    /** The labels that are on a node only because of its row: its own first. */
    public List<String> allLabels() {
        return Stream.concat(constantLabels().stream(), labelsOfColumns().stream())
                .toList();
    }

    @Override
    public List<ElementValue> nameValues() {
        return labelsByColumn.stream().map(ElementValue::ofLabel).toList();
    }

    @Override
    public List<EndMapping> ends() {
        return edges.stream().map(ForeignKeyEdge::end).toList();
    }

    /** The foreign keys that are relationships, as edges between the two nodes of a row. */
    public List<EdgeMapping> edgesOfRows() {
        EndMapping own = new EndMapping(key, label);
        return edges.stream()
                .map(edge -> EdgeMapping.byEnds(
                        table,
                        edge.type(),
                        edge.outgoing() ? own : edge.end(),
                        edge.outgoing() ? edge.end() : own,
                        List.of(),
                        null))
                .toList();
    }

    @Override
    public String graphName() {
        return label;
    }

    @Override
    public List<String> keyColumns() {
        return key;
    }
}
