package io.tidemark.cli.chaos.oracle;

import io.tidemark.cli.chaos.judge.Change;
import io.tidemark.cli.chaos.judge.Histories;
import io.tidemark.cli.chaos.judge.Operation;
import io.tidemark.cli.chaos.judge.Texts;
import io.tidemark.model.TableName;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.position.Lsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes histories out of the log's lines. What a slot delivers again after a crash, known by its commit's position, is
 * left out. Pure; not thread-safe.
 */
final class CommittedChanges {

    private final Map<String, List<String>> keys = new HashMap<>();
    private final Histories histories = new Histories();
    private final List<Change> open = new ArrayList<>();
    private Lsn lastCommit = new Lsn(0);
    private long transactions;

    CommittedChanges(Mapping mapping) {
        for (ElementMapping element : mapping.elements()) {
            TableName table = element.table();
            keys.put(table.toString(), element.keyColumns());
        }
    }

    /** Takes the log's next line. */
    void line(Lsn position, long transaction, String line) {
        if (line.startsWith("BEGIN")) {
            open.clear();
        } else if (line.startsWith("COMMIT")) {
            commit(position);
        } else if (LogLine.isRow(line)) {
            row(transaction, LogLine.parse(line));
        }
    }

    private void commit(Lsn position) {
        if (position.compareTo(lastCommit) > 0) {
            open.forEach(histories::add);
            lastCommit = position;
            transactions += open.isEmpty() ? 0 : 1;
        }
        open.clear();
    }

    private void row(long transaction, LogLine line) {
        List<String> columns = keys.get(line.table());
        if (columns == null) {
            return;
        }
        String key = key(columns, line.row());
        switch (line.operation()) {
            case "INSERT" -> add(line, key, Operation.CREATE, transaction);
            case "DELETE" -> add(line, key, Operation.DELETE, transaction);
            case "UPDATE" -> {
                String oldKey = line.old().isEmpty() ? key : key(columns, line.old());
                if (oldKey.equals(key)) {
                    add(line, key, Operation.UPDATE, transaction);
                } else {
                    add(line, oldKey, Operation.DELETE, transaction);
                    add(line, key, Operation.CREATE, transaction);
                }
            }
            default -> throw new IllegalStateException("the log has " + line.operation() + " of " + line.table());
        }
    }

    private void add(LogLine line, String key, Operation operation, long transaction) {
        List<@Nullable String> row = operation == Operation.DELETE
                ? List.of()
                : new ArrayList<>(line.row().values());
        open.add(new Change(line.table(), key, operation, transaction, row));
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

    /** Transactions that changed rows. */
    long transactions() {
        return transactions;
    }
}
