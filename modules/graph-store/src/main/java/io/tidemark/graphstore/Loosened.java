package io.tidemark.graphstore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The nodes that a transaction took something from, so that perhaps nothing speaks of them any more. One thread. */
final class Loosened {

    private final Map<String, SortedSet<Object>> keys = new HashMap<>();

    void add(String label, Object key) {
        keys.computeIfAbsent(label, any -> new TreeSet<>(RowOrder.VALUES)).add(key);
    }

    /** The keys of those with a label, in the order in which all writers lock them. */
    List<Object> of(String label) {
        SortedSet<Object> known = keys.get(label);
        return known == null ? List.of() : List.copyOf(known);
    }
}
