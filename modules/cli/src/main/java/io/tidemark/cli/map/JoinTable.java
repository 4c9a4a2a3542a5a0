package io.tidemark.cli.map;

import io.tidemark.postgres.shape.ForeignKey;
import io.tidemark.postgres.shape.RelatedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A table whose rows each tie one row to another: two foreign keys whose columns together are unique, as its primary key or beside it. Both may
 * have a column, such as a tenant's. Pure.
 *
 * @param table the table
 * @param key its own primary key; empty where its ends are the key, or where it has none
 * @param from the end of which a column comes first in the table
 * @param to the other
 * @param guessed those ends that no foreign key of the database names
 */
record JoinTable(RelatedTable table, List<String> key, ForeignKey from, ForeignKey to, List<ForeignKey> guessed) {

    /** As the table's foreign keys say. */
    static Optional<JoinTable> of(RelatedTable table) {
        return of(table, List.of());
    }

    /** The same with foreign keys that the database does not have. */
    static Optional<JoinTable> of(RelatedTable table, List<ForeignKey> guessed) {
        Map<Set<String>, ForeignKey> references = new LinkedHashMap<>();
        Stream.concat(table.foreignKeys().stream(), guessed.stream())
                .forEach(foreignKey -> references.putIfAbsent(Set.copyOf(foreignKey.columns()), foreignKey));
        List<String> primaryKey = table.table().primaryKey();
        List<List<String>> unique = new ArrayList<>(table.uniqueKeys());
        unique.add(0, primaryKey);
        for (List<String> columns : unique) {
            boolean whole = columns.equals(primaryKey);
            boolean beside = primaryKey.isEmpty() || !columns.containsAll(primaryKey);
            Optional<List<ForeignKey>> ends = whole || beside
                    ? ends(table, Set.copyOf(columns), List.copyOf(references.values()))
                    : Optional.empty();
            if (ends.isPresent()) {
                return Optional.of(new JoinTable(
                        table,
                        whole ? List.of() : primaryKey,
                        ends.get().get(0),
                        ends.get().get(1),
                        ends.get().stream().filter(guessed::contains).toList()));
            }
        }
        return Optional.empty();
    }

    /** The two whose columns together are these; neither says what the other says already. */
    private static Optional<List<ForeignKey>> ends(
            RelatedTable table, Set<String> columns, List<ForeignKey> references) {
        for (ForeignKey one : references) {
            for (ForeignKey other : references) {
                Set<String> both = new HashSet<>(one.columns());
                both.addAll(other.columns());
                if (both.equals(columns)
                        && first(table, one, other) < first(table, other, one)
                        && first(table, other, one) < Integer.MAX_VALUE) {
                    return Optional.of(List.of(one, other));
                }
            }
        }
        return Optional.empty();
    }

    /** Where in the table the first column is that only one of them has; behind all where it has none. */
    private static int first(RelatedTable table, ForeignKey one, ForeignKey other) {
        List<String> order = List.copyOf(table.table().columns().keySet());
        return one.columns().stream()
                .filter(column -> !other.columns().contains(column))
                .mapToInt(order::indexOf)
                .min()
                .orElse(Integer.MAX_VALUE);
    }
}
