package io.tidemark.lab.chaos.judge;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What happened to each key, in order: as the log has it, changes, truncations and requests; as the topics have it, changes
 * and statements. Not thread-safe.
 */
public final class Histories {

    private final Map<String, TableHistory> tables = new TreeMap<>();
    private long size;

    /** Adds the next change of its key. */
    public void add(Change change) {
        table(change.table()).add(change.key(), change.entry());
        size++;
    }

    /** The log's next: a table lost all its rows. */
    public void truncate(String table, long transaction) {
        table(table).markAll("", "", Entry.of(Operation.TRUNCATE, transaction, List.of()));
    }

    /** The log's next: a refresh of one key was asked for. */
    public void request(String table, String key, long transaction) {
        table(table).add(key, Entry.of(Operation.REQUEST, transaction, List.of()));
    }

    /**
     * The log's next: a refresh of a range was asked for. Keys are compared as texts, which is Postgres' order only where all
     * are UUIDs.
     *
     * @param from the first key, as {@link Texts#key} joins it; empty for none
     * @param to the key behind the last; empty for none
     */
    public void requestRange(String table, String from, String to, long transaction) {
        table(table).markAll(from, to, Entry.of(Operation.RANGE_REQUEST, transaction, List.of()));
    }

    /** A topic's next: a record that tells a row's state. */
    void statement(String table, String key, Operation operation, List<@Nullable String> row) {
        table(table).add(key, Entry.of(operation, 0, row));
    }

    private TableHistory table(String name) {
        return tables.computeIfAbsent(name, table -> new TableHistory());
    }

    /** How many changes there are. */
    public long size() {
        return size;
    }

    Set<String> tables() {
        return tables.keySet();
    }

    /** The keys that something was said of; not those that only a truncation or a range covers. */
    Set<String> keys(String table) {
        return tables.containsKey(table) ? table(table).keys() : Set.of();
    }

    /** Everything, whether the key was ever named or not. */
    long[] of(String table, String key) {
        return tables.containsKey(table) ? table(table).of(key) : new long[0];
    }

    /** Every table that either side knows. */
    static Set<String> tables(Histories one, Histories other) {
        Set<String> tables = new TreeSet<>(one.tables());
        tables.addAll(other.tables());
        return tables;
    }
}
