package io.tidemark.model.mapping;

import io.tidemark.model.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

    /** A column whose value, when not null, makes the row count as absent (soft delete); null when there is none. */
    @Nullable
    String absentWhen();

    /** Every column that the mapping reads, each once: the key's, then the properties', then {@link #absentWhen}. */
    default Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>(keyColumns());
        properties().forEach(property -> columns.add(property.column()));
        String absent = absentWhen();
        if (absent != null) {
            columns.add(absent);
        }
        return columns;
    }
}
