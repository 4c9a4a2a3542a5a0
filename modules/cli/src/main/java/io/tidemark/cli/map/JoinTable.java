package io.tidemark.cli.map;

import io.tidemark.postgres.shape.ForeignKey;
import io.tidemark.postgres.shape.RelatedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A table whose rows each tie one row to another: two foreign keys of one column each that are unique together, as its primary key or
 * beside it. Pure.
 *
 * @param table the table
 * @param key the column of its own primary key; empty where its ends are the key, or where it has none
 * @param from the end whose column comes first in the table
 * @param to the other
 * @param guessed those ends that no foreign key of the database names
 */
record JoinTable(RelatedTable table, Optional<String> key, ForeignKey from, ForeignKey to, List<ForeignKey> guessed) {

    /** As the table's foreign keys say. */
    static Optional<JoinTable> of(RelatedTable table) {
        return of(table, List.of());
    }

    /** The same with foreign keys that the database does not have. */
    static Optional<JoinTable> of(RelatedTable table, List<ForeignKey> guessed) {
        Map<String, ForeignKey> references = new LinkedHashMap<>();
        Stream.concat(table.foreignKeys().stream(), guessed.stream())
                .filter(foreignKey -> foreignKey.columns().size() == 1)
                .forEach(foreignKey ->
                        references.putIfAbsent(foreignKey.columns().get(0), foreignKey));
        List<String> primaryKey = table.table().primaryKey();
        List<List<String>> pairs = new ArrayList<>(table.uniqueKeys());
        pairs.add(0, primaryKey);
        for (List<String> columns : pairs) {
            Set<String> pair = new HashSet<>(columns);
            boolean whole = columns.equals(primaryKey);
            boolean beside = primaryKey.isEmpty() || (primaryKey.size() == 1 && !pair.contains(primaryKey.get(0)));
            if (pair.size() == 2 && references.keySet().containsAll(pair) && (whole || beside)) {
                List<ForeignKey> ends = table.table().columns().keySet().stream()
                        .filter(pair::contains)
                        .map(column -> Objects.requireNonNull(references.get(column)))
                        .toList();
                return Optional.of(new JoinTable(
                        table,
                        whole || primaryKey.isEmpty() ? Optional.empty() : Optional.of(primaryKey.get(0)),
                        ends.get(0),
                        ends.get(1),
                        ends.stream().filter(guessed::contains).toList()));
            }
        }
        return Optional.empty();
    }
}
