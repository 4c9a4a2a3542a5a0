package io.tidemark.postgres.shape;

import io.tidemark.model.TableName;
import io.tidemark.postgres.Table;
import java.util.List;
import java.util.Set;

/**
 * A table, a partitioned table, a view or a foreign table, with what ties it to others.
 *
 * @param table the table itself
 * @param ofExtension whether an extension made it
 * @param nullable its columns that may be null
 * @param uniqueKeys the columns of each unique constraint or index over plain columns of all rows, besides the primary key
 * @param foreignKeys its foreign keys, in the order of their columns
 */
public record RelatedTable(
        Table table,
        boolean ofExtension,
        Set<String> nullable,
        List<List<String>> uniqueKeys,
        List<ForeignKey> foreignKeys) {

    public RelatedTable {
        nullable = Set.copyOf(nullable);
        uniqueKeys = List.copyOf(uniqueKeys);
        foreignKeys = List.copyOf(foreignKeys);
    }

    public TableName name() {
        return table.name();
    }
}
