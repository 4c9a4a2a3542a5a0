package io.tidemark.lab.chaos.judge;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the records of the table topics tell, in the order of their partitions: the history of each key, the rows that are
 * left at the end, and whether every delete is followed by its tombstone. Not thread-safe.
 */
public final class TopicHistory {

    private final Histories histories = new Histories();
    private final Map<String, Map<String, List<@Nullable String>>> rows = new TreeMap<>();
    private final Set<String> awaitingTombstone = new HashSet<>();
    private final Examples examples = new Examples();
    private long apart;
    private long tombstoneFaults;

    /** A record with the change it tells. */
    void change(Change change, String coordinates) {
        histories.add(change);
        state(change.table(), change.key(), change.operation() == Operation.DELETE, change.row(), coordinates);
    }

    /**
     * A record that tells the state of a row and no change of it.
     *
     * @param operation a snapshot's, a refresh's or a sweep's
     */
    void statement(String table, String key, Operation operation, List<@Nullable String> row, String coordinates) {
        apart++;
        histories.statement(table, key, operation, row);
        state(table, key, operation.leavesNothing(), row, coordinates);
    }

    private void state(String table, String key, boolean deleted, List<@Nullable String> row, String coordinates) {
        if (awaitingTombstone.remove(table + " " + key)) {
            fault("delete of " + table + " " + key + " has no tombstone before " + coordinates);
        }
        Map<String, List<@Nullable String>> ofTable = rows.computeIfAbsent(table, name -> new HashMap<>());
        if (deleted) {
            ofTable.remove(key);
            awaitingTombstone.add(table + " " + key);
        } else {
            ofTable.put(key, row);
        }
    }

    /** A tombstone. */
    void tombstone(String table, String key, String coordinates) {
        if (!awaitingTombstone.remove(table + " " + key)) {
            fault("tombstone of " + table + " " + key + " at " + coordinates + " follows no delete");
        }
    }

    private void fault(String line) {
        tombstoneFaults++;
        examples.add(line);
    }

    /** The end of the topics: what is owed now stays owed. */
    void end() {
        awaitingTombstone.forEach(key -> fault("delete of " + key + " has no tombstone"));
        awaitingTombstone.clear();
    }

    public Histories histories() {
        return histories;
    }

    /** Records that told no change. */
    public long apart() {
        return apart;
    }

    /** Deletes without their tombstone, and tombstones without their delete. */
    public long tombstoneFaults() {
        return tombstoneFaults;
    }

    /** Some of them. */
    public List<String> examples() {
        return examples.lines();
    }

    /** The rows of a table that the topics end with, by key. */
    public Map<String, List<@Nullable String>> rows(String table) {
        return rows.getOrDefault(table, Map.of());
    }
}
