package io.tidemark.model.mapping;

import io.tidemark.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** In what one mapping differs from an earlier one, by table and property. Pure. */
public final class MappingDifference {

    private MappingDifference() {}

    /** One part for each table or property, by table; empty when both are the same. */
    public static List<String> between(Mapping earlier, Mapping later) {
        Set<TableName> tables = new TreeSet<>(earlier.tables());
        tables.addAll(later.tables());
        List<String> parts = new ArrayList<>();
        for (TableName table : tables) {
            if (later.element(table).isEmpty()) {
                parts.add("table " + table + " was taken out");
            } else if (earlier.element(table).isEmpty()) {
                parts.add("table " + table + " is new");
            } else {
                compare(
                        table,
                        earlier.element(table).orElseThrow(),
                        later.element(table).orElseThrow(),
                        parts);
            }
        }
        return parts;
    }

    private static void compare(TableName table, ElementMapping earlier, ElementMapping later, List<String> parts) {
        if (earlier.equals(later)) {
            return;
        }
        Set<String> before = names(earlier);
        Set<String> now = names(later);
        before.stream()
                .filter(name -> !now.contains(name))
                .forEach(name -> parts.add("property " + name + " of " + table + " was taken out"));
        now.stream()
                .filter(name -> !before.contains(name))
                .forEach(name -> parts.add("property " + name + " of " + table + " is new"));
        if (before.equals(now)) {
            parts.add("table " + table + " is mapped otherwise");
        }
    }

    private static Set<String> names(ElementMapping element) {
        Set<String> names = new TreeSet<>();
        element.properties().forEach(property -> names.add(property.property()));
        return names;
    }
}
