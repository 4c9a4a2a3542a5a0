package io.tidemark.reconciler.repair;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.KeyRanges;
import io.tidemark.postgres.KeyRanges.Range;
import io.tidemark.postgres.RowSample;
import io.tidemark.reconciler.repair.BackfillEstimate.TableEstimate;
import io.tidemark.reconciler.repair.BackfillResult.TableProgress;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.run.Pace;
import io.tidemark.reconciler.run.PostgresFailure;
import io.tidemark.reconciler.run.StateFolder;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.TidemarkWait;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has the capture read whole tables again and publish every row, a range of keys at a time; so what is missing or
 * different in the graph is right again. It deletes nothing: an element without a row stays until a repair. One thread.
 */
public final class Backfill {

    private final Endpoints sides;
    private final StateFolder state;
    private final BackfillPlan plan;
    private final TidemarkWait tidemark;
    private final Observer observer;
    private final Stop stop;
    private final List<TableName> tables;

    public Backfill(
            Endpoints sides,
            StateFolder state,
            BackfillPlan plan,
            TidemarkWait tidemark,
            Observer observer,
            Stop stop) {
        this.sides = sides;
        this.state = state;
        this.plan = plan;
        this.tidemark = tidemark;
        this.observer = observer;
        this.stop = stop;
        this.tables = plan.elements().stream().map(ElementMapping::table).toList();
    }

    /**
     * What {@link #run} would do from the beginning; nothing is asked for.
     *
     * @param rowsPerSecond how many go through, as it was measured
     * @throws TidemarkException USAGE when a table cannot be read
     */
    public BackfillEstimate estimate(double rowsPerSecond) {
        requireReadable();
        double rate = plan.rowsPerSecond() == 0 ? rowsPerSecond : Math.min(plan.rowsPerSecond(), rowsPerSecond);
        try (Connection connection = sides.connect()) {
            List<TableEstimate> estimates = new ArrayList<>();
            for (ElementMapping element : plan.elements()) {
                long rows = new RowSample(connection, element, sides.table(element)).estimate();
                long chunks = (rows + plan.rowsAtOnce() - 1) / plan.rowsAtOnce();
                estimates.add(new TableEstimate(element.table(), rows, Math.max(1, chunks)));
            }
            return new BackfillEstimate(estimates, rate);
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
    }

    /**
     * Refreshes the tables, and returns once the graph holds all of it.
     *
     * @param resume whether to go on from the checkpoint of an earlier run
     * @throws io.tidemark.reconciler.run.StoppedException when somebody has asked for it; the checkpoint stays
     * @throws io.tidemark.reconciler.run.NoAnswerException when the graph does not follow; the checkpoint stays
     * @throws TidemarkException USAGE when the checkpoint is missing or foreign or a table cannot be read, RETRY when a
     *     side is away
     */
    public BackfillResult run(boolean resume) throws InterruptedException {
        Instant began = Instant.now();
        Origin origin = Origin.of(sides);
        requireReadable();
        Optional<BackfillCheckpoint> checkpoint =
                resume ? Optional.of(BackfillCheckpoint.read(state, origin, tables)) : Optional.empty();
        BackfillProgress progress = BackfillProgress.of(origin, tables, checkpoint, state);
        progress.keep();
        try (Connection connection = sides.connect()) {
            OpenRequests requests = new OpenRequests(
                    connection,
                    sides.tidemark(),
                    tidemark.orWhileMoves(
                            () -> sides.graph().appliedChanges(sides.settings().prefix())),
                    plan,
                    range -> {
                        progress.passed(range);
                        observer.advance(range.rows());
                    });
            for (ElementMapping element : plan.elements()) {
                if (!progress.isDone(element.table())) {
                    table(element, connection, progress, requests);
                }
            }
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
        BackfillCheckpoint.remove(state);
        return new BackfillResult(progress.done(), Duration.between(began, Instant.now()));
    }

    private void table(ElementMapping element, Connection connection, BackfillProgress progress, OpenRequests requests)
            throws SQLException, InterruptedException {
        long rows = new RowSample(connection, element, sides.table(element)).estimate();
        TableProgress before = progress.begin(element.table());
        observer.begin("backfill " + element.table(), Math.max(0, rows - before.rows()));
        KeyRanges ranges = new KeyRanges(connection, sides.table(element));
        Pace pace = new Pace(plan.rowsPerSecond(), stop);
        List<String> from = progress.from();
        requireKey(element, from);
        Range range;
        do {
            stop.check();
            requests.awaitRoom();
            range = ranges.next(from, plan.rowsAtOnce());
            requests.sent(range, RefreshRequests.range(connection, element.table(), range.from(), range.to()));
            from = range.to();
            pace.pass(range.rows());
        } while (!range.last());
        requests.awaitAll();
    }

    private void requireKey(ElementMapping element, List<String> from) {
        int columns = sides.table(element).primaryKey().size();
        if (!from.isEmpty() && from.size() != columns) {
            throw new TidemarkException(
                    Category.USAGE,
                    state.file(BackfillCheckpoint.FILE) + " goes on with a key of " + from.size()
                            + " values, but that of " + element.table() + " has " + columns
                            + ": begin anew, without --resume");
        }
    }

    private void requireReadable() {
        List<String> problems = plan.elements().stream()
                .flatMap(element -> sides.problems(element).stream())
                .map(Problem::toString)
                .toList();
        if (!problems.isEmpty()) {
            throw new TidemarkException(Category.USAGE, String.join("; ", problems));
        }
    }
}
