package io.tidemark.reconciler.repair;

import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.reconciler.repair.Backfill.TableProgress;
import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.run.StateFolder;
import java.util.List;
import java.util.Optional;

/**
 * Where a backfill was; all before it is in the graph.
 *
 * @param origin what it belongs to
 * @param tables the tables it refreshes
 * @param done how much of them is done; the last one may be in the middle
 * @param from where the last one resumes, as key texts; empty when it is at its end
 */
record BackfillCheckpoint(Origin origin, List<TableName> tables, List<TableProgress> done, List<String> from) {

    static final String FILE = "backfill.checkpoint.json";

    void write(StateFolder state) {
        state.write(FILE, this);
    }

    static void remove(StateFolder state) {
        state.remove(FILE);
    }

    /**
     * The one that is there.
     *
     * @throws TidemarkException USAGE when it is missing, damaged, or of something else
     */
    static BackfillCheckpoint read(StateFolder state, Origin origin, List<TableName> tables) {
        BackfillCheckpoint checkpoint = state.read(FILE, BackfillCheckpoint.class)
                .orElseThrow(() -> new TidemarkException(
                        Category.USAGE,
                        "there is no checkpoint in " + state.file(FILE) + ": begin anew, without --resume"));
        if (Optional.ofNullable(checkpoint.origin()).isEmpty()
                || Optional.ofNullable(checkpoint.tables()).isEmpty()
                || Optional.ofNullable(checkpoint.done()).isEmpty()
                || Optional.ofNullable(checkpoint.from()).isEmpty()) {
            throw new TidemarkException(
                    Category.USAGE, state.file(FILE) + " is not whole: remove it and begin anew, without --resume");
        }
        origin.requireSame(checkpoint.origin(), state.file(FILE));
        if (!tables.equals(checkpoint.tables())) {
            throw new TidemarkException(
                    Category.USAGE,
                    "the checkpoint is of " + checkpoint.tables() + ", not of " + tables + ": name the same tables");
        }
        List<TableName> begun =
                checkpoint.done().stream().map(TableProgress::table).toList();
        if (begun.size() > tables.size()
                || !begun.equals(tables.subList(0, begun.size()))
                || (begun.isEmpty() && !checkpoint.from().isEmpty())) {
            throw new TidemarkException(
                    Category.USAGE, state.file(FILE) + " contradicts itself: begin anew, without --resume");
        }
        return checkpoint;
    }
}
