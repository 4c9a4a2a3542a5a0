package io.tidemark.model.mapping;

import io.tidemark.model.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one table's rows become. */
public sealed interface ElementMapping permits NodeMapping, EdgeMapping {

    TableName table();

    /** The label of the nodes, or the type of the relationships. */
    String graphName();

    /** The columns that identify a row, in the order in which {@link io.tidemark.model.change.RowKey} holds them. */
    List<String> keyColumns();

    /** The properties besides the key, in the order of the mapping. */
    List<PropertyMapping> properties();

    /** The nodes that a row names: both ends of an edge, the foreign keys of a node that are relationships. */
    List<EndMapping> ends();

    /**
     * What a row says besides its key, in the order in which rows and elements are read and compared: the {@link #ends}, unless they are the key,
     * then the {@link #nameValues}, then the properties.
     */
    default List<ElementValue> values() {
        return Stream.of(ends().stream().map(ElementValue::of), nameValues().stream(), propertyValues().stream())
                .flatMap(values -> values)
                .toList();
    }

    /** The {@link #values} that say a name in the graph: the type of a relationship, labels of a node. */
    List<ElementValue> nameValues();

    /** The {@link #values} that become properties. */
    default List<ElementValue> propertyValues() {
        return properties().stream().map(ElementValue::of).toList();
    }

    /** The columns, among those of {@link #values}, that must not be null for the row to count as present. */
    default List<String> requiredColumns() {
        return List.of();
    }

    /** A column whose value, when not null, makes the row count as absent (soft delete); null when there is none. */
    @Nullable
    String absentWhen();

    /**
     * The values of which each of these columns must have one for the row to count as present, as Postgres writes them as text; empty when there is no such
     * condition.
     */
    Map<String, List<String>> presentWhen();

    /** The columns that are carried as text, see {@link PropertyMapping#carriedAsText()}. */
    default Set<String> textColumns() {
        Set<String> columns = new LinkedHashSet<>();
        properties().stream()
                .filter(PropertyMapping::carriedAsText)
                .map(PropertyMapping::column)
                .forEach(columns::add);
        return columns;
    }

    /** Every column that the mapping reads, each once: the key's, then those of {@link #values}, then {@link #absentWhen} and {@link #presentWhen}. */
    default Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>(keyColumns());
        values().forEach(value -> columns.addAll(value.columns()));
        String absent = absentWhen();
        if (absent != null) {
            columns.add(absent);
        }
        columns.addAll(presentWhen().keySet());
        return columns;
    }
}
