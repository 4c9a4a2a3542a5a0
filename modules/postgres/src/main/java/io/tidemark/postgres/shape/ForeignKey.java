package io.tidemark.postgres.shape;

import io.tidemark.model.TableName;
import java.util.List;

/**
 * A foreign key as the catalog has it.
 *
 * @param columns the columns that refer, in the key's order
 * @param target the table that they refer to
 * @param targetColumns the columns there, in the same order
 */
public record ForeignKey(List<String> columns, TableName target, List<String> targetColumns) {

    public ForeignKey {
        columns = List.copyOf(columns);
        targetColumns = List.copyOf(targetColumns);
    }
}
