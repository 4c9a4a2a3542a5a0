package io.tidemark.reconciler.repair;

import io.tidemark.model.TableName;
import io.tidemark.postgres.KeyRanges.Range;
import io.tidemark.reconciler.repair.Backfill.TableProgress;
import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.run.StateFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far a backfill is, kept as a checkpoint after every range that is in the graph. One thread. */
final class BackfillProgress {

    private final Origin origin;
    private final List<TableName> tables;
    private final StateFolder state;
    private final List<TableProgress> done;
    private List<String> from;

    private BackfillProgress(
            Origin origin, List<TableName> tables, List<TableProgress> done, List<String> from, StateFolder state) {
        this.origin = origin;
        this.tables = tables;
        this.done = new ArrayList<>(done);
        this.from = from;
        this.state = state;
    }

    /** Goes on from a checkpoint, or begins. */
    static BackfillProgress of(
            Origin origin, List<TableName> tables, Optional<BackfillCheckpoint> checkpoint, StateFolder state) {
        return new BackfillProgress(
                origin,
                tables,
                checkpoint.map(BackfillCheckpoint::done).orElse(List.of()),
                checkpoint.map(BackfillCheckpoint::from).orElse(List.of()),
                state);
    }

    /** Whether all of a table is in the graph. */
    boolean isDone(TableName table) {
        return done.stream().anyMatch(each -> each.table().equals(table))
                && (from.isEmpty() || !last().table().equals(table));
    }

    /** Begins a table, or resumes it, and says how far it is. */
    TableProgress begin(TableName table) {
        if (from.isEmpty()) {
            done.add(TableProgress.none(table));
        }
        return last();
    }

    /** Where the table that was begun resumes. */
    List<String> from() {
        return from;
    }

    /** A range of it is in the graph. */
    void passed(Range range) {
        done.set(done.size() - 1, last().plus(range.rows()));
        from = range.to();
        keep();
    }

    /** Writes the checkpoint. */
    void keep() {
        new BackfillCheckpoint(origin, tables, List.copyOf(done), from).write(state);
    }

    List<TableProgress> done() {
        return List.copyOf(done);
    }

    private TableProgress last() {
        return done.get(done.size() - 1);
    }
}
