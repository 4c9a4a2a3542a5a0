package io.tidemark.cli.map;

import io.tidemark.model.Problem;
import io.tidemark.model.mapping.PropertyMapping;
import io.tidemark.postgres.Column;
import io.tidemark.postgres.MappingCheck;
import io.tidemark.postgres.shape.RelatedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a table's columns besides its key and ends. Pure.
 *
 * @param properties those that become properties
 * @param absentWhen the one that marks a soft delete; null where there is none
 * @param comments why others are left out
 */
record SelectedColumns(
        List<PropertyMapping> properties, @Nullable String absentWhen, List<String> comments) {

    /** @param taken key and ends */
    static SelectedColumns of(RelatedTable table, Set<String> taken) {
        String absentWhen = Convention.softDelete(table)
                .filter(column -> !taken.contains(column))
                .orElse(null);
        List<PropertyMapping> properties = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        for (Column column : table.table().columns().values()) {
            String name = column.name();
            if (taken.contains(name) || name.equals(absentWhen)) {
                continue;
            }
            List<Problem> problems = MappingCheck.propertyProblems(table.table(), name);
            if (Convention.isSecret(name)) {
                comments.add("column " + table.name() + "." + name + " looks like a secret, and is left out");
            } else if (problems.isEmpty()) {
                properties.add(new PropertyMapping(name, name));
            } else {
                problems.forEach(problem -> comments.add(problem.toString()));
            }
        }
        return new SelectedColumns(properties, absentWhen, comments);
    }
}
