package io.tidemark.reconciler.verify;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.RowSample;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.run.PostgresFailure;
import io.tidemark.reconciler.run.RateLimit;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.run.StateFolder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Compares rows and elements under live writes, and tells drift from lag. Writes neither side. One thread. */
public final class Verify {

    /** The drifts of the last comparison, in the state folder. */
    public static final String DRIFTS = "drifts.jsonl";

    private static final String CHECKPOINT = "verify.checkpoint.json";

    private final Session session;
    private final Endpoints endpoints;
    private final StateFolder state;
    private final Plan plan;
    private final RateLimit limit;
    private final List<TableResult> done = new ArrayList<>();
    private final AtomicReference<@Nullable String> stalled = new AtomicReference<>();

    public Verify(Session session, Plan plan) {
        this.session = session;
        this.endpoints = session.endpoints();
        this.state = session.state();
        this.plan = plan;
        this.limit = new RateLimit(plan.rowsPerSecond(), session.stop());
    }

    /**
     * What to compare, and how fast.
     *
     * @param elements the tables, in order
     * @param scope which of their keys
     * @param chunkRows about how many rows are read at once, at least 1; fewer where the rate is low
     * @param rowsPerSecond the most rows to compare a second; 0 for no limit
     */
    public record Plan(List<ElementMapping> elements, Scope scope, int chunkRows, double rowsPerSecond) {

        public static final int DEFAULT_CHUNK_ROWS = 10_000;

        public Plan {
            elements = List.copyOf(elements);
        }

        private List<TableName> tables() {
            return elements.stream().map(ElementMapping::table).toList();
        }
    }

    /** Which keys of a table are compared. */
    public sealed interface Scope {

        /** The keys in words. */
        String words();

        /** Whether a comparison without drift says that every key of the table is equal. */
        boolean provesTable();

        /** All, in both directions. */
        record All() implements Scope {

            @Override
            public String words() {
                return "every row and every element";
            }

            @Override
            public boolean provesTable() {
                return true;
            }
        }

        /**
         * Some by chance, from both ends.
         *
         * @param keys about how many of each table
         */
        record Sample(int keys) implements Scope {

            @Override
            public String words() {
                return "about " + keys + " keys of each table, by chance";
            }

            @Override
            public boolean provesTable() {
                return false;
            }
        }

        /**
         * Those whose rows were written since; deletes since then are not looked for.
         *
         * @param transactionId see {@link io.tidemark.postgres.RowSample#writtenSince}
         */
        record WrittenSince(long transactionId) implements Scope {

            @Override
            public String words() {
                return "rows written since the last comparison; deletes since then were not looked for";
            }

            @Override
            public boolean provesTable() {
                return true;
            }
        }
    }

    /** What a comparison means. */
    public enum Verdict {
        /** Everything that was asked for was compared and is equal. */
        IN_SYNC,
        /** There is drift; whether everything was compared is said besides. */
        DRIFT,
        /** No drift was found, but not everything could be compared. */
        INCOMPLETE
    }

    /**
     * What a comparison came to.
     *
     * @param scope which keys were compared, in words
     * @param began when it began; for one that was resumed, as if it had worked without a pause
     * @param ended when it ended
     * @param tables one result for each table
     */
    public record Result(String scope, Instant began, Instant ended, List<TableResult> tables) {

        public Result {
            tables = List.copyOf(tables);
        }

        public Verdict verdict() {
            if (driftCount() > 0) {
                return Verdict.DRIFT;
            }
            return isComplete() ? Verdict.IN_SYNC : Verdict.INCOMPLETE;
        }

        public long driftCount() {
            return tables.stream().mapToLong(TableResult::drifts).sum();
        }

        /** Drifts that no key can name. */
        public long strays() {
            return tables.stream().mapToLong(TableResult::strays).sum();
        }

        public boolean isComplete() {
            return tables.stream().allMatch(TableResult::complete);
        }

        /** Rows compared, in all tables. */
        public long rows() {
            return tables.stream().mapToLong(TableResult::rows).sum();
        }
    }

    /**
     * Where a comparison of everything was.
     *
     * @param origin what it belongs to
     * @param tables the tables it compares
     * @param done those that are done
     * @param upTo how far the next one is, as key texts; empty for not begun
     * @param partial what was found in it so far
     * @param driftBytes how much of the drift log belongs to it
     * @param oldestTransaction the oldest that ran when the comparison began
     * @param began when it was begun
     */
    record Checkpoint(
            Origin origin,
            List<TableName> tables,
            List<TableResult> done,
            List<String> upTo,
            TableResult partial,
            long driftBytes,
            long oldestTransaction,
            Instant began) {}

    /**
     * Compares what the plan names.
     *
     * @param resume whether to resume from the checkpoint of an earlier run; only for {@link Scope.All}
     * @throws io.tidemark.reconciler.run.StoppedException when it was asked for; the checkpoint stays
     * @throws TidemarkException USAGE when the checkpoint is missing or foreign, RETRY when a server is unreachable
     */
    public Result run(boolean resume) throws InterruptedException {
        endpoints.reread();
        Optional<Checkpoint> checkpoint = resume ? Optional.of(checkpoint()) : Optional.empty();
        Instant began = checkpoint.map(Checkpoint::began).orElseGet(Instant::now);
        boolean everything = plan.scope() instanceof Scope.All;
        if (everything && !resume) {
            state.remove(CHECKPOINT);
        }
        try (Connection connection = endpoints.connect();
                DriftLog log = DriftLog.open(
                        state.file(DRIFTS),
                        checkpoint.map(Checkpoint::driftBytes).orElse(0L))) {
            long oldest = checkpoint.isPresent()
                    ? checkpoint.get().oldestTransaction()
                    : Cluster.oldestTransaction(connection);
            checkpoint.ifPresent(found -> done.addAll(found.done()));
            for (ElementMapping element : plan.elements()) {
                if (done.stream().noneMatch(table -> table.table().equals(element.table()))) {
                    done.add(table(element, connection, log, checkpoint, oldest, began));
                }
            }
            Result result = new Result(plan.scope().words(), began, Instant.now(), done);
            if (everything) {
                state.remove(CHECKPOINT);
            }
            boolean whole = plan.scope().provesTable()
                    && plan.elements().size() == endpoints.mapping().elements().size();
            new LastVerify(Origin.of(endpoints), result, oldest, whole).write(state, everything);
            return result;
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
    }

    private Checkpoint checkpoint() {
        if (!(plan.scope() instanceof Scope.All)) {
            throw new TidemarkException(Category.USAGE, "--resume goes on with a comparison of everything only");
        }
        Checkpoint checkpoint = state.read(CHECKPOINT, Checkpoint.class)
                .orElseThrow(() -> new TidemarkException(
                        Category.USAGE,
                        "there is no checkpoint in " + state.file(CHECKPOINT) + ": begin anew, without --resume"));
        Origin.of(endpoints).requireSame(checkpoint.origin(), state.file(CHECKPOINT));
        if (!plan.tables().equals(checkpoint.tables())) {
            throw new TidemarkException(
                    Category.USAGE,
                    "the checkpoint is of " + checkpoint.tables() + ", not of " + plan.tables()
                            + ": name the same tables");
        }
        return checkpoint;
    }

    /** Whether the graph says nothing of a table: what is missing of it then is neither drift nor lag. */
    private List<Problem> uncovered(TableName table) {
        Optional<Mapping> written =
                endpoints.written(endpoints.settings().prefix()).newest();
        if (written.isPresent() && !written.get().tables().contains(table)) {
            return List.of(new Problem(
                    "table " + table + " is in the mapping, but the sink runs with another one",
                    "restart the sink with this mapping, then the capture"));
        }
        boolean filling = endpoints.tidemark().standing().tidemark().stream()
                .anyMatch(tidemark -> tidemark.filling().contains(table.toString()));
        return filling ? List.of(TableFillingException.problem(table)) : List.of();
    }

    private TableResult table(
            ElementMapping element,
            Connection connection,
            DriftLog log,
            Optional<Checkpoint> checkpoint,
            long oldest,
            Instant began)
            throws SQLException, InterruptedException {
        List<Problem> problems = new ArrayList<>(endpoints.problems(element));
        problems.addAll(uncovered(element.table()));
        if (!problems.isEmpty()) {
            return TableResult.unread(element.table(), problems);
        }
        KeyReader keys = new EndpointKeys(session, element, connection);
        Settler settler = new Settler(element.table(), keys);
        SuspectPool pool = new SuspectPool(element, settler, log, stalled, session.observer());
        if (plan.scope() instanceof Scope.Sample some) {
            return new KeyWalk(session, element, keys, pool).sample(some.keys());
        }
        if (plan.scope() instanceof Scope.WrittenSince since) {
            return new KeyWalk(session, element, keys, pool).writtenSince(since.transactionId());
        }
        if (!(plan.scope() instanceof Scope.All)) {
            throw new IllegalStateException("unknown scope: " + plan.scope());
        }
        long rows = new RowSample(connection, element, endpoints.table(element)).estimate();
        session.observer().begin("verify " + element.table(), rows);
        TableWalk walk = new TableWalk(
                session,
                element,
                keys,
                pool,
                limit,
                (upTo, result) -> state.write(
                        CHECKPOINT,
                        new Checkpoint(
                                Origin.of(endpoints),
                                plan.tables(),
                                List.copyOf(done),
                                KeyFormat.texts(upTo),
                                result,
                                log.length(),
                                oldest,
                                began)));
        Optional<Checkpoint> within =
                checkpoint.filter(found -> found.partial().table().equals(element.table()));
        Optional<RowKey> after = within.map(found -> KeyFormat.parse(found.upTo(), endpoints.keyTypes(element)));
        return walk.run(
                RateLimit.chunkRows(plan.chunkRows(), plan.rowsPerSecond()),
                after,
                within.map(Checkpoint::partial).orElse(TableResult.none(element.table())));
    }
}
