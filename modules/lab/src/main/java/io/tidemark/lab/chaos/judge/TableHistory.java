package io.tidemark.lab.chaos.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One table's part of {@link Histories}. What concerns many keys is kept once, and comes into a key's own history when that
 * is next written or read. Not thread-safe.
 */
final class TableHistory {

    private final Map<String, History> keys = new HashMap<>();
    private final List<Mark> marks = new ArrayList<>();

    private static final class History {
        private long[] entries = new long[2];
        private int length;
        private int marksSeen;

        void add(long entry) {
            if (length == entries.length) {
                entries = Arrays.copyOf(entries, length * 2);
            }
            entries[length++] = entry;
        }
    }

    private record Mark(String from, String to, long entry) {
        boolean covers(String key) {
            return key.compareTo(from) >= 0 && (to.isEmpty() || key.compareTo(to) < 0);
        }
    }

    void add(String key, long entry) {
        History history = keys.computeIfAbsent(key, name -> new History());
        catchUp(key, history);
        history.add(entry);
    }

    /** Adds an entry to every key of a range, also to those that are not known yet. */
    void markAll(String from, String to, long entry) {
        marks.add(new Mark(from, to, entry));
    }

    private void catchUp(String key, History history) {
        while (history.marksSeen < marks.size()) {
            Mark mark = marks.get(history.marksSeen++);
            if (mark.covers(key)) {
                history.add(mark.entry());
            }
        }
    }

    Set<String> keys() {
        return keys.keySet();
    }

    long[] of(String key) {
        History history = keys.getOrDefault(key, new History());
        catchUp(key, history);
        return Arrays.copyOf(history.entries, history.length);
    }
}
