package io.tidemark.model.mapping;

import io.tidemark.model.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edge table: each row is a relationship. The two end columns are the table's primary key.
 *
 * @param table the table
 * @param type the relationship's type
 * @param from the start node
 * @param to the end node
 * @param properties the mapped columns besides the ends
 * @param absentWhen see {@link ElementMapping#absentWhen()}
 */
public record EdgeMapping(
        TableName table,
        String type,
        EndMapping from,
        EndMapping to,
        List<PropertyMapping> properties,
        @Nullable String absentWhen)
        implements ElementMapping {

    public EdgeMapping {
        Identifier.require("type", type);
        properties = List.copyOf(properties);
    }

    @Override
    public String graphName() {
        return type;
    }

    @Override
    public List<String> keyColumns() {
        return List.of(from.column(), to.column());
    }
}
