package io.tidemark.lab.chaos.oracle;

import io.tidemark.lab.chaos.judge.Change;
import io.tidemark.lab.chaos.judge.Histories;
import io.tidemark.lab.chaos.judge.Operation;
import io.tidemark.lab.chaos.judge.Texts;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.position.Lsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes histories out of the log's lines. What a slot delivers again after a crash, known by its commit's position, is
 * left out. Pure; not thread-safe.
 */
final class CommittedChanges {

    private final Map<String, List<String>> keys = new HashMap<>();
    private final Map<String, String> partitions;
    private final Histories histories = new Histories();
    private final List<Consumer<Histories>> open = new ArrayList<>();
    private final Set<String> truncated = new TreeSet<>();
    private final Map<String, Lsn> truncations = new HashMap<>();
    private boolean changed;
    private Lsn lastCommit = new Lsn(0);
    private long transactions;

    /**
     * Starts without any.
     *
     * @param partitions the partitioned table that each partition belongs to, also while it is detached; only rows of the
     *     partitioned tables are known then, not what happens to a partition as a whole
     */
    CommittedChanges(Mapping mapping, Map<String, String> partitions) {
        this.partitions = partitions;
        for (ElementMapping element : mapping.elements()) {
            TableName table = element.table();
            keys.put(table.toString(), element.keyColumns());
        }
    }

    /** Takes the log's next line. */
    void line(Lsn position, long transaction, String line) {
        if (line.startsWith("BEGIN")) {
            begin();
        } else if (line.startsWith("COMMIT")) {
            commit(position);
        } else if (LogLine.isRow(line)) {
            row(transaction, LogLine.parse(line));
        } else if (RequestLine.isRequest(line)) {
            request(transaction, RequestLine.parse(line));
        }
    }

    private void begin() {
        open.clear();
        truncated.clear();
        changed = false;
    }

    private void commit(Lsn position) {
        if (position.compareTo(lastCommit) > 0) {
            open.forEach(step -> step.accept(histories));
            truncated.forEach(table -> truncations.put(table, position));
            lastCommit = position;
            transactions += changed ? 1 : 0;
        }
        begin();
    }

    private void request(long transaction, RequestLine request) {
        if (!keys.containsKey(request.table())) {
            return;
        }
        if (request.isRange()) {
            open.add(log -> log.requestRange(request.table(), request.from(), request.to(), transaction));
        }
        for (String key : request.keys()) {
            open.add(log -> log.request(request.table(), key, transaction));
        }
    }

    private void truncate(long transaction, List<String> tables) {
        for (String table : tables) {
            if (keys.containsKey(table)) {
                changed = true;
                truncated.add(table);
                open.add(log -> log.truncate(table, transaction));
            }
        }
    }

    private void row(long transaction, LogLine line) {
        if (line.operation().equals("TRUNCATE")) {
            truncate(transaction, line.tables());
            return;
        }
        String table = partitions.getOrDefault(line.table(), line.table());
        List<String> columns = keys.get(table);
        if (columns == null) {
            return;
        }
        String key = key(columns, line.row());
        switch (line.operation()) {
            case "INSERT" -> add(table, line, key, Operation.CREATE, transaction);
            case "DELETE" -> add(table, line, key, Operation.DELETE, transaction);
            case "UPDATE" -> {
                String oldKey = line.old().isEmpty() ? key : key(columns, line.old());
                if (oldKey.equals(key)) {
                    add(table, line, key, Operation.UPDATE, transaction);
                } else {
                    add(table, line, oldKey, Operation.DELETE, transaction);
                    add(table, line, key, Operation.CREATE, transaction);
                }
            }
            default -> throw new IllegalStateException("the log has " + line.operation() + " of " + table);
        }
    }

    private void add(String table, LogLine line, String key, Operation operation, long transaction) {
        List<@Nullable String> row = operation == Operation.DELETE
                ? List.of()
                : new ArrayList<>(line.row().values());
        Change change = new Change(table, key, operation, transaction, row);
        changed = true;
        open.add(log -> log.add(change));
    }

    private static String key(List<String> columns, Map<String, @Nullable String> row) {
        return Texts.key(columns.stream().map(row::get).map(String::valueOf).toList());
    }

    Histories histories() {
        return histories;
    }

    /** The end of the last transaction taken. */
    Lsn lastCommit() {
        return lastCommit;
    }

    /** Whether a table has been truncated by a commit behind this position. */
    boolean truncatedAfter(String table, Lsn position) {
        Lsn last = truncations.get(table);
        return last != null && last.compareTo(position) > 0;
    }

    /** Transactions that changed rows. */
    long transactions() {
        return transactions;
    }
}
