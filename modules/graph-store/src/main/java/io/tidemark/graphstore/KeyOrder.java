package io.tidemark.graphstore;

import java.util.List;

/**
 * Where keys are in the order of their columns, as Cypher has no comparison of rows. The first column's condition is one by itself, so that an
 * index finds where to begin. Bounds are the parameters {@code $after0}, {@code $after1}, … and {@code $upTo0}, …; one with fewer values than the key
 * stands for all keys that begin with it. Pure.
 */
final class KeyOrder {

    private KeyOrder() {}

    /** Behind a bound of so many values. */
    static String after(List<String> key, int bounds) {
        return whole(key.subList(0, bounds), ">", ">", "$after", 0);
    }

    /** At a bound of so many values, or behind it. */
    static String from(List<String> key, int bounds) {
        return whole(key.subList(0, bounds), ">", ">=", "$after", 0);
    }

    /** Before a bound of so many values, or at it. */
    static String upTo(List<String> key, int bounds) {
        return whole(key.subList(0, bounds), "<", "<=", "$upTo", 0);
    }

    /** {@link #after} of keys whose first value is known not to be before the bound's. */
    static String afterWithin(List<String> key, int bounds) {
        return rest(key.subList(0, bounds), ">", ">", "$after", 0);
    }

    /** {@link #upTo} of keys whose first value is known not to be behind the bound's. */
    static String upToWithin(List<String> key, int bounds) {
        return rest(key.subList(0, bounds), "<", "<=", "$upTo", 0);
    }

    private static String whole(List<String> key, String strictly, String last, String bound, int column) {
        String value = key.get(column);
        return column == key.size() - 1
                ? value + " " + last + " " + bound + column
                : value + " " + strictly + "= " + bound + column + " AND " + rest(key, strictly, last, bound, column);
    }

    private static String rest(List<String> key, String strictly, String last, String bound, int column) {
        String further = whole(key, strictly, last, bound, column + 1);
        return "(" + key.get(column) + " " + strictly + " " + bound + column + " OR "
                + (column + 2 < key.size() ? "(" + further + ")" : further) + ")";
    }
}
