package io.tidemark.reconciler.repair;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.amount.Amounts;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.KeyRanges;
import io.tidemark.postgres.KeyRanges.Range;
import io.tidemark.postgres.RowSample;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.run.PostgresFailure;
import io.tidemark.reconciler.run.RateLimit;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.run.StateFolder;
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

    private final Session session;
    private final Endpoints endpoints;
    private final StateFolder state;
    private final Plan plan;
    private final int chunkRows;

    public Backfill(Session session, Plan plan) {
        this.session = session;
        this.endpoints = session.endpoints();
        this.state = session.state();
        this.plan = plan;
        this.chunkRows = RateLimit.chunkRows(plan.chunkRows(), plan.rowsPerSecond());
    }

    /**
     * What to refresh, and how gently.
     *
     * @param elements whose tables, in this order
     * @param chunkRows rows a request, at least 1, fewer where the rate is low; other changes wait until the capture is
     *     through with some of them
     * @param maxLagBytes no more is asked for while the tidemark is further behind Postgres' log; 0 for any distance
     * @param maxLag no more is asked for while the tidemark is older; zero for any age
     * @param rowsPerSecond the most there should be on average; 0 for no limit
     */
    public record Plan(
            List<ElementMapping> elements, int chunkRows, long maxLagBytes, Duration maxLag, double rowsPerSecond) {

        public static final int DEFAULT_CHUNK_ROWS = 5_000;

        public Plan {
            elements = List.copyOf(elements);
            if (chunkRows < 1 || maxLagBytes < 0 || maxLag.isNegative() || rowsPerSecond < 0) {
                throw new IllegalArgumentException("a chunk has at least one row, and no limit is negative");
            }
        }

        private List<TableName> tables() {
            return elements.stream().map(ElementMapping::table).toList();
        }
    }

    /**
     * What a backfill would do, without doing it.
     *
     * @param tables its tables, in order
     * @param rowsPerSecond the rate that is assumed
     */
    public record Estimate(List<TableEstimate> tables, double rowsPerSecond) {

        public Estimate {
            tables = List.copyOf(tables);
        }

        /** About how many rows. */
        public long rows() {
            return tables.stream().mapToLong(TableEstimate::rows).sum();
        }

        /** About how long it takes. */
        public Duration time() {
            return Duration.ofSeconds((long) Math.ceil(rows() / rowsPerSecond));
        }

        /** What the numbers rest on, a line each. */
        public List<String> assumptions() {
            List<String> uncounted = tables.stream()
                    .filter(table -> table.rows() == 0)
                    .map(table -> table.table().toString())
                    .toList();
            String rows = "rows as of the last ANALYZE or vacuum";
            return List.of(
                    uncounted.isEmpty()
                            ? rows
                            : rows + "; " + String.join(", ", uncounted)
                                    + " has none or was never counted: run ANALYZE",
                    Amounts.count(Math.round(rowsPerSecond))
                            + " rows a second from Postgres to the graph, and no lag to wait for");
        }
    }

    /**
     * A table of an estimate.
     *
     * @param rows about how many rows it has, as Postgres' planner believes; 0 when it was never counted
     * @param chunks about how many requests that makes, at least one
     */
    public record TableEstimate(TableName table, long rows, long chunks) {}

    /**
     * What a backfill did; everything it asked for is in the graph.
     *
     * @param tables its tables, in order, with what an earlier run did that was resumed
     * @param took how long this run took
     */
    public record Result(List<TableProgress> tables, Duration took) {

        public Result {
            tables = List.copyOf(tables);
        }

        /** How many rows were asked for. */
        public long rows() {
            return tables.stream().mapToLong(TableProgress::rows).sum();
        }
    }

    /**
     * How far a table is.
     *
     * @param rows how many rows were asked for
     * @param chunks in how many requests
     */
    public record TableProgress(TableName table, long rows, long chunks) {

        static TableProgress none(TableName table) {
            return new TableProgress(table, 0, 0);
        }

        TableProgress plus(long moreRows) {
            return new TableProgress(table, rows + moreRows, chunks + 1);
        }
    }

    /**
     * What {@link #run} would do from the beginning; nothing is asked for.
     *
     * @param rowsPerSecond how many go through, as it was measured
     * @throws TidemarkException USAGE when a table cannot be read
     */
    public Estimate estimate(double rowsPerSecond) {
        requireReadable();
        double rate = plan.rowsPerSecond() == 0 ? rowsPerSecond : Math.min(plan.rowsPerSecond(), rowsPerSecond);
        try (Connection connection = endpoints.connect()) {
            List<TableEstimate> estimates = new ArrayList<>();
            for (ElementMapping element : plan.elements()) {
                long rows = new RowSample(connection, element, endpoints.table(element)).estimate();
                long chunks = (rows + chunkRows - 1) / chunkRows;
                estimates.add(new TableEstimate(element.table(), rows, Math.max(1, chunks)));
            }
            return new Estimate(estimates, rate);
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
    }

    /**
     * Refreshes the tables, and returns once the graph holds all of it.
     *
     * @param resume whether to resume from the checkpoint of an earlier run
     * @throws io.tidemark.reconciler.run.StoppedException when it was asked for; the checkpoint stays
     * @throws io.tidemark.reconciler.run.TidemarkStalledException when the graph does not follow; the checkpoint stays
     * @throws TidemarkException USAGE when the checkpoint is missing or foreign or a table cannot be read, RETRY when a
     *     server is unreachable
     */
    public Result run(boolean resume) throws InterruptedException {
        Instant began = Instant.now();
        Origin origin = Origin.of(endpoints);
        requireReadable();
        Optional<BackfillCheckpoint> checkpoint =
                resume ? Optional.of(BackfillCheckpoint.read(state, origin, plan.tables())) : Optional.empty();
        BackfillProgress progress = BackfillProgress.of(origin, plan.tables(), checkpoint, state);
        progress.keep();
        try (Connection connection = endpoints.connect()) {
            OpenRequests requests = new OpenRequests(
                    connection,
                    endpoints.tidemark(),
                    session.tidemark()
                            .orWhileMoves(() -> endpoints
                                    .graph()
                                    .appliedChanges(endpoints.settings().prefix())),
                    plan,
                    range -> {
                        progress.passed(range);
                        session.observer().advance(range.rows());
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
        return new Result(progress.done(), Duration.between(began, Instant.now()));
    }

    private void table(ElementMapping element, Connection connection, BackfillProgress progress, OpenRequests requests)
            throws SQLException, InterruptedException {
        long rows = new RowSample(connection, element, endpoints.table(element)).estimate();
        TableProgress before = progress.begin(element.table());
        session.observer().begin("backfill " + element.table(), Math.max(0, rows - before.rows()));
        KeyRanges ranges = new KeyRanges(connection, endpoints.table(element));
        RateLimit limit = new RateLimit(plan.rowsPerSecond(), session.stop());
        List<String> from = progress.from();
        requireKey(element, from);
        Range range;
        do {
            session.stop().check();
            requests.awaitRoom();
            range = ranges.next(from, chunkRows);
            requests.sent(range, RefreshRequests.range(connection, element.table(), range.from(), range.to()));
            from = range.to();
            limit.pass(range.rows());
        } while (!range.last());
        requests.awaitAll();
    }

    private void requireKey(ElementMapping element, List<String> from) {
        int columns = endpoints.table(element).primaryKey().size();
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
                .flatMap(element -> endpoints.problems(element).stream())
                .map(Problem::toString)
                .toList();
        if (!problems.isEmpty()) {
            throw new TidemarkException(Category.USAGE, String.join("; ", problems));
        }
    }
}
