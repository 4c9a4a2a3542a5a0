package io.tidemark.cli.map;

import io.tidemark.model.FieldName;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.mapping.NodeMapping;
import io.tidemark.postgres.shape.ForeignKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The labels and relationship types that tables are proposed with, each once in a mapping. Pure. */
final class Names {

    /** Leaves room for a number behind it. */
    private static final int LONGEST = 60;

    /** Tables named after what they hold: there, the columns say what it is. */
    private static final Set<String> GENERIC = Set.of("relationship", "relation", "connection", "link", "edge");

    private Names() {}

    /** A label for each table: its singular; with the schema in front where two are the same. */
    static Map<TableName, String> labels(Collection<TableName> tables) {
        return distinct(tables, Names::label, table -> camel(Words.of(table.schema())) + label(table));
    }

    /** A relationship type for each table, likewise. */
    static Map<TableName, String> types(Map<TableName, JoinTable> tables) {
        return distinct(
                tables.keySet(),
                table -> type(Objects.requireNonNull(tables.get(table))),
                table -> snake(Words.of(table.schema())) + "_" + snake(Words.of(table.name())));
    }

    private static String label(TableName table) {
        List<String> words = Words.of(table.name());
        if (words.isEmpty()) {
            return "Table";
        }
        int last = words.size() - 1;
        return fitting(camel(words.subList(0, last)) + Words.capitalized(Singular.of(words.get(last))));
    }

    private static String type(JoinTable join) {
        List<String> words = Words.of(join.table().name().name());
        if (words.size() == 1 && GENERIC.contains(Singular.of(words.get(0)))) {
            return Verb.between(
                            telling(join.from(), join.to().columns()),
                            telling(join.to(), join.from().columns()))
                    .orElse(snake(words));
        }
        return words.isEmpty() ? "HAS" : fitting(snake(words));
    }

    /** The column that says most of a foreign key: one that the others do not have, such as a tenant's, which are everywhere. */
    static String telling(ForeignKey foreignKey, Collection<String> everywhere) {
        List<String> columns = foreignKey.columns();
        return columns.stream()
                .filter(column -> !everywhere.contains(column))
                .findFirst()
                .orElse(columns.get(columns.size() - 1));
    }

    /** The type that a foreign key of a node table would have: what its column says. */
    static String typeOf(String column) {
        List<String> words = Words.of(column);
        boolean reference = words.size() > 1 && words.get(words.size() - 1).equals("id");
        return fitting(snake(reference ? words.subList(0, words.size() - 1) : words));
    }

    /** The name, with a number behind it where it is taken. */
    static String free(String name, Set<String> taken) {
        String free = name;
        for (int number = 2; taken.contains(free); number++) {
            free = name + "_" + number;
        }
        return free;
    }

    private static Map<TableName, String> distinct(
            Collection<TableName> tables, Function<TableName, String> plain, Function<TableName, String> withSchema) {
        Map<String, Long> claims = tables.stream().collect(Collectors.groupingBy(plain, Collectors.counting()));
        Map<TableName, String> names = new TreeMap<>();
        Set<String> taken = new HashSet<>();
        // a name before those that it begins
        Comparator<TableName> order =
                Comparator.comparing((TableName table) -> plain.apply(table).length());
        tables.stream().sorted(order.thenComparing(Comparator.naturalOrder())).forEach(table -> {
            String wanted = plain.apply(table);
            boolean alone = Long.valueOf(1).equals(claims.get(wanted));
            String further = fitting(withSchema.apply(table));
            String name = alone ? wanted : further;
            for (int number = 1; !isFree(name, taken); number++) {
                name = number == 1 ? further : further + "_" + number;
            }
            taken.add(name);
            names.put(table, name);
        });
        return names;
    }

    /** Neither Tidemark's own, nor another's, nor another's reference label. */
    private static boolean isFree(String name, Set<String> taken) {
        boolean reference = name.endsWith("Ref") && taken.contains(name.substring(0, name.length() - 3));
        return !reference && !taken.contains(name) && !taken.contains(name + "Ref") && isAllowed(name);
    }

    private static boolean isAllowed(String label) {
        NodeMapping alone = new NodeMapping(TableName.parse("any"), label, "id", List.of(), null);
        return Mapping.conflicts(List.of(alone), List.of()).isEmpty();
    }

    private static String camel(List<String> words) {
        return words.stream().map(Words::capitalized).collect(Collectors.joining());
    }

    private static String snake(List<String> words) {
        return String.join("_", words).toUpperCase(Locale.ROOT);
    }

    private static String fitting(String name) {
        String fitting = FieldName.isKept(name) || name.length() > LONGEST ? name : "_" + name;
        return fitting.substring(0, Math.min(LONGEST, fitting.length()));
    }
}
