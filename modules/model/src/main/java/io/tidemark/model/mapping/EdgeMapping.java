package io.tidemark.model.mapping;

import io.tidemark.model.TableName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An edge table: each row is a relationship. What identifies it is either its two ends, which then are the table's primary key, or a key of
 * its own: then several rows may have the same ends, and a row's ends may change or be null, which makes the row count as absent.
 *
 * @param table the table
 * @param type the relationship's type
 * @param key the single primary key column, also the name of the property that holds it; null when the two ends are the primary key
 * @param from the start node
 * @param to the end node
 * @param properties the mapped columns besides key and ends
 * @param absentWhen see {@link ElementMapping#absentWhen()}
 * @param presentWhen see {@link ElementMapping#presentWhen()}
 */
public record EdgeMapping(
        TableName table,
        String type,
        @Nullable String key,
        EndMapping from,
        EndMapping to,
        List<PropertyMapping> properties,
        @Nullable String absentWhen,
        Map<String, List<String>> presentWhen)
        implements ElementMapping {

    public EdgeMapping {
        Identifier.require("type", type);
        if (key != null) {
            Identifier.require("key", key);
        }
        properties = List.copyOf(properties);
        presentWhen = PresentValues.copy(presentWhen);
    }

    /** An edge table whose rows count whatever the values of their other columns. */
    public EdgeMapping(
            TableName table,
            String type,
            @Nullable String key,
            EndMapping from,
            EndMapping to,
            List<PropertyMapping> properties,
            @Nullable String absentWhen) {
        this(table, type, key, from, to, properties, absentWhen, Map.of());
    }

    /** An edge whose two ends are the table's primary key. */
    public static EdgeMapping byEnds(
            TableName table,
            String type,
            EndMapping from,
            EndMapping to,
            List<PropertyMapping> properties,
            @Nullable String absentWhen) {
        return new EdgeMapping(table, type, null, from, to, properties, absentWhen);
    }

    @Override
    public String graphName() {
        return type;
    }

    @Override
    public List<String> keyColumns() {
        return key == null ? endColumns() : List.of(key);
    }

    @Override
    public List<String> requiredColumns() {
        return key == null ? List.of() : endColumns();
    }

    @Override
    public List<ElementValue> values() {
        return key == null ? propertyValues() : ElementMapping.super.values();
    }

    @Override
    public List<EndMapping> ends() {
        return List.of(from, to);
    }

    private List<String> endColumns() {
        return ends().stream().map(EndMapping::column).toList();
    }
}
