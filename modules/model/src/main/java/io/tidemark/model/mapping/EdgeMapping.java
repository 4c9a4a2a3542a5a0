package io.tidemark.model.mapping;

import io.tidemark.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An edge table: each row is a relationship. What identifies it is either its two ends, whose columns then are the table's primary key (both may
 * have a column of it), or a key of its own: then several rows may have the same ends, and a row's ends may change or be null, which makes the row count as absent.
 *
 * @param table the table
 * @param type the relationship's type; where it is taken from a column all types, as in {@code FOLLOWS|MUTES}
 * @param key the primary key columns, also the names of the properties that hold them; empty when the two ends are the primary key
 * @param from the start node
 * @param to the end node
 * @param properties the mapped columns besides key and ends
 * @param absentWhen see {@link ElementMapping#absentWhen()}
 * @param presentWhen see {@link ElementMapping#presentWhen()}
 * @param typeByColumn the column that says which type the relationship of a row has; null where all have the same
 */
public record EdgeMapping(
        TableName table,
        String type,
        List<String> key,
        EndMapping from,
        EndMapping to,
        List<PropertyMapping> properties,
        @Nullable String absentWhen,
        Map<String, List<String>> presentWhen,
        @Nullable NamesByColumn typeByColumn)
        implements ElementMapping {

    public EdgeMapping {
        if (typeByColumn == null) {
            Identifier.require("type", type);
        } else {
            type = String.join("|", typeByColumn.names());
        }
        // a mapping that was noted without one has none
        key = key == null ? List.of() : List.copyOf(key);
        key.forEach(column -> Identifier.require("key", column));
        properties = List.copyOf(properties);
        presentWhen = PresentValues.copy(presentWhen);
    }

    /** An edge table whose relationships all have one type. */
    public EdgeMapping(
            TableName table,
            String type,
            List<String> key,
            EndMapping from,
            EndMapping to,
            List<PropertyMapping> properties,
            @Nullable String absentWhen,
            Map<String, List<String>> presentWhen) {
        this(table, type, key, from, to, properties, absentWhen, presentWhen, null);
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

    /** The types that relationships of this table can have; at least one. */
    public List<String> types() {
        return typeByColumn == null ? List.of(type) : typeByColumn.names();
    }

    /** The relationships of each type, as if they had a table of their own. */
    public List<EdgeMapping> ofEachType() {
        return typeByColumn == null
                ? List.of(this)
                : types().stream().map(this::ofType).toList();
    }

    private EdgeMapping ofType(String one) {
        return new EdgeMapping(table, one, key, from, to, properties, absentWhen, presentWhen);
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
        return identifiedByEnds()
                ? Stream.concat(nameValues().stream(), propertyValues().stream())
                        .toList()
                : ElementMapping.super.values();
    }

    @Override
    public List<ElementValue> nameValues() {
        return Stream.ofNullable(typeByColumn).map(ElementValue::ofType).toList();
    }

    @Override
    public List<EndMapping> ends() {
        return List.of(from, to);
    }

    private List<String> endColumns() {
        return ends().stream().flatMap(end -> end.columns().stream()).distinct().toList();
    }
}
