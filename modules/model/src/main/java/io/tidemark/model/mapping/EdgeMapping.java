package io.tidemark.model.mapping;

import io.tidemark.model.TableName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An edge table: each row is a relationship. What identifies it is either its two ends, whose columns then are the table's primary key (both may
 * have a column of it), or a key of its own: then several rows may have the same ends, and a row's ends may change or be null, which makes the row count as absent.
 *
 * @param table the table
 * @param type the relationship's type
 * @param key the primary key columns, also the names of the properties that hold them; empty when the two ends are the primary key
 * @param from the start node
 * @param to the end node
 * @param properties the mapped columns besides key and ends
 * @param absentWhen see {@link ElementMapping#absentWhen()}
 * @param presentWhen see {@link ElementMapping#presentWhen()}
 */
public record EdgeMapping(
        TableName table,
        String type,
        List<String> key,
        EndMapping from,
        EndMapping to,
        List<PropertyMapping> properties,
        @Nullable String absentWhen,
        Map<String, List<String>> presentWhen)
        implements ElementMapping {

    public EdgeMapping {
        Identifier.require("type", type);
        // a mapping that was noted without one has none
        key = key == null ? List.of() : List.copyOf(key);
        key.forEach(column -> Identifier.require("key", column));
        properties = List.copyOf(properties);
        presentWhen = PresentValues.copy(presentWhen);
    }

    /** An edge table whose key is a column of its own, and whose rows count whatever the values of their other columns. */
    public EdgeMapping(
            TableName table,
            String type,
            String key,
            EndMapping from,
            EndMapping to,
            List<PropertyMapping> properties,
            @Nullable String absentWhen) {
        this(table, type, List.of(key), from, to, properties, absentWhen, Map.of());
    }

    /** An edge whose two ends are the table's primary key. */
    public static EdgeMapping byEnds(
            TableName table,
            String type,
            EndMapping from,
            EndMapping to,
            List<PropertyMapping> properties,
            @Nullable String absentWhen) {
        return new EdgeMapping(table, type, List.of(), from, to, properties, absentWhen, Map.of());
    }

    @Override
    public String graphName() {
        return type;
    }

    /** Whether its two ends identify a row. */
    public boolean identifiedByEnds() {
        return key.isEmpty();
    }

    @Override
    public List<String> keyColumns() {
        return identifiedByEnds() ? endColumns() : key;
    }

    @Override
    public List<String> requiredColumns() {
        return identifiedByEnds() ? List.of() : endColumns();
    }

    @Override
    public List<ElementValue> values() {
        return identifiedByEnds() ? propertyValues() : ElementMapping.super.values();
    }

    @Override
    public List<EndMapping> ends() {
        return List.of(from, to);
    }

    private List<String> endColumns() {
        return ends().stream().flatMap(end -> end.columns().stream()).distinct().toList();
    }
}
