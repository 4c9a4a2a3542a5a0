package io.tidemark.cli.chaos.judge;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What happened to each key, in order. Not thread-safe. */
public final class Histories {

    private static final long[] NONE = {};

    private final Map<String, Map<String, History>> tables = new TreeMap<>();
    private long size;

    private static final class History {
        private long[] entries = new long[2];
        private int length;

        void add(long entry) {
            if (length == entries.length) {
                entries = Arrays.copyOf(entries, length * 2);
            }
            entries[length++] = entry;
        }
    }

    /** Adds the next change of its key. */
    public void add(Change change) {
        tables.computeIfAbsent(change.table(), table -> new HashMap<>())
                .computeIfAbsent(change.key(), key -> new History())
                .add(change.entry());
        size++;
    }

    /** How many changes there are. */
    public long size() {
        return size;
    }

    Set<String> tables() {
        return tables.keySet();
    }

    Set<String> keys(String table) {
        return tables.getOrDefault(table, Map.of()).keySet();
    }

    long[] of(String table, String key) {
        History history = tables.getOrDefault(table, Map.of()).get(key);
        return history == null ? NONE : Arrays.copyOf(history.entries, history.length);
    }

    /** Every table that either side knows. */
    static Set<String> tables(Histories one, Histories other) {
        Set<String> tables = new TreeSet<>(one.tables());
        tables.addAll(other.tables());
        return tables;
    }
}
