package io.tidemark.reconciler.verify;

import com.fasterxml.jackson.core.type.TypeReference;
import io.tidemark.graphstore.ElementReader;
import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.RowLookup;
import io.tidemark.postgres.RowSample;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.Origin;
import io.tidemark.reconciler.run.Pace;
import io.tidemark.reconciler.run.PostgresFailure;
import io.tidemark.reconciler.run.StateFolder;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.StoppedException;
import io.tidemark.reconciler.run.TidemarkWait;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Compares rows and elements under live writes, and tells drift from lag. Writes neither side. One thread. */
public final class Verify {

    /** The drifts of the last comparison, in the state folder. */
    public static final String DRIFTS = "drifts.jsonl";

    private static final String CHECKPOINT = "verify.checkpoint.json";
    private static final long OLDEST_COMPARABLE = 2_000_000_000L;
    private static final int KEYS_AT_ONCE = 5_000;

    private final Endpoints sides;
    private final StateFolder state;
    private final VerifyPlan plan;
    private final TidemarkWait tidemark;
    private final Observer observer;
    private final Stop stop;
    private final Pace pace;
    private final List<TableResult> done = new ArrayList<>();
    private final AtomicReference<@Nullable String> noAnswer = new AtomicReference<>();
    private Instant began = Instant.now();

    public Verify(
            Endpoints sides, StateFolder state, VerifyPlan plan, TidemarkWait tidemark, Observer observer, Stop stop) {
        this.sides = sides;
        this.state = state;
        this.plan = plan;
        this.tidemark = tidemark;
        this.observer = observer;
        this.stop = stop;
        this.pace = new Pace(plan.rowsPerSecond(), stop);
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
     * @param resume whether to go on from the checkpoint of an earlier run; only for {@link VerifyPlan.Scope.All}
     * @throws io.tidemark.reconciler.run.StoppedException when somebody has asked for it; the checkpoint stays
     * @throws TidemarkException USAGE when the checkpoint is missing or foreign, RETRY when a side is away
     */
    public VerifyResult run(boolean resume) throws InterruptedException {
        sides.reread();
        Optional<Checkpoint> checkpoint = resume ? Optional.of(checkpoint()) : Optional.empty();
        began = checkpoint.map(Checkpoint::began).orElseGet(Instant::now);
        boolean everything = plan.scope() instanceof VerifyPlan.Scope.All;
        if (everything && !resume) {
            state.remove(CHECKPOINT);
        }
        try (Connection connection = sides.connect();
                DriftLog log = DriftLog.open(
                        state.file(DRIFTS),
                        checkpoint.map(Checkpoint::driftBytes).orElse(0L))) {
            long oldest = checkpoint.isPresent()
                    ? checkpoint.get().oldestTransaction()
                    : Cluster.oldestTransaction(connection);
            checkpoint.ifPresent(found -> done.addAll(found.done()));
            for (ElementMapping element : plan.elements()) {
                if (done.stream().noneMatch(table -> table.table().equals(element.table()))) {
                    Optional<Checkpoint> within =
                            checkpoint.filter(found -> found.partial().table().equals(element.table()));
                    done.add(table(element, connection, log, within, oldest));
                }
            }
            VerifyResult result = new VerifyResult(scope(), began, Instant.now(), done);
            if (everything) {
                state.remove(CHECKPOINT);
            }
            LastVerify.write(
                    state,
                    Origin.of(sides),
                    result,
                    oldest,
                    plan,
                    sides.mapping().elements().size());
            return result;
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
    }

    private Checkpoint checkpoint() {
        if (!(plan.scope() instanceof VerifyPlan.Scope.All)) {
            throw new TidemarkException(Category.USAGE, "--resume goes on with a comparison of everything only");
        }
        Checkpoint checkpoint = state.read(CHECKPOINT, new TypeReference<Checkpoint>() {})
                .orElseThrow(() -> new TidemarkException(
                        Category.USAGE,
                        "there is no checkpoint in " + state.file(CHECKPOINT) + ": begin anew, without --resume"));
        Origin.of(sides).requireSame(checkpoint.origin(), state.file(CHECKPOINT));
        List<TableName> tables =
                plan.elements().stream().map(ElementMapping::table).toList();
        if (!tables.equals(checkpoint.tables())) {
            throw new TidemarkException(
                    Category.USAGE,
                    "the checkpoint is of " + checkpoint.tables() + ", not of " + tables + ": name the same tables");
        }
        return checkpoint;
    }

    private TableResult table(
            ElementMapping element, Connection connection, DriftLog log, Optional<Checkpoint> within, long oldest)
            throws SQLException, InterruptedException {
        List<String> problems =
                sides.problems(element).stream().map(Problem::toString).toList();
        if (!problems.isEmpty()) {
            return TableResult.unread(element.table(), problems);
        }
        RowSample sample = new RowSample(connection, element, sides.table(element));
        RowLookup lookup = new RowLookup(connection, element, sides.table(element));
        ElementReader graph = sides.elements(element);
        SuspectPool pool = new SuspectPool(
                element, new Settler(element.table(), connection, lookup, graph, tidemark), log, noAnswer, observer);
        if (plan.scope() instanceof VerifyPlan.Scope.All) {
            observer.begin("verify " + element.table(), sample.estimate());
            TableWalk walk = new TableWalk(
                    sides,
                    element,
                    connection,
                    tidemark,
                    pool,
                    plan.rowsAtOnce(),
                    pace,
                    observer,
                    stop,
                    (upTo, result) -> state.write(
                            CHECKPOINT,
                            new Checkpoint(
                                    Origin.of(sides),
                                    plan.elements().stream()
                                            .map(ElementMapping::table)
                                            .toList(),
                                    List.copyOf(done),
                                    KeyTexts.of(upTo),
                                    result,
                                    log.length(),
                                    oldest,
                                    began)));
            Optional<RowKey> after = within.map(found -> KeyTexts.parse(found.upTo(), sides.keyTypes(element)));
            return walk.run(after, within.map(Checkpoint::partial).orElse(TableResult.none(element.table())));
        }
        KeyCheck check = new KeyCheck(element, lookup, graph, pool);
        return keys(element, sample, graph, check, pool);
    }

    private TableResult keys(
            ElementMapping element, RowSample sample, ElementReader graph, KeyCheck check, SuspectPool pool)
            throws SQLException, InterruptedException {
        TableResult[] result = {TableResult.none(element.table())};
        if (plan.scope() instanceof VerifyPlan.Scope.Sample some) {
            observer.begin("verify " + element.table(), 2L * some.keys());
            double share = 1.5 * some.keys() / Math.max(1, Math.max(sample.estimate(), some.keys()));
            Set<RowKey> chosen = new LinkedHashSet<>(sample.some(some.keys()));
            chosen.addAll(graph.some(share, some.keys()));
            List<RowKey> keys = List.copyOf(chosen);
            for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
                batch(keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE)), check, result);
            }
        } else if (plan.scope() instanceof VerifyPlan.Scope.WrittenSince since) {
            observer.begin("verify " + element.table() + " written since", 0);
            requireComparable(since.transactionId());
            List<RowKey> batch = new ArrayList<>();
            try (Connection scan = sides.connect()) {
                new RowSample(scan, element, sides.table(element)).writtenSince(since.transactionId(), key -> {
                    batch.add(key);
                    if (batch.size() >= KEYS_AT_ONCE) {
                        batch(List.copyOf(batch), check, result);
                        batch.clear();
                    }
                });
            }
            batch(batch, check, result);
        }
        pool.settle();
        return result[0].plus(pool.take());
    }

    /** Transaction numbers of rows go round after four thousand million. */
    private void requireComparable(long transactionId) throws SQLException {
        try (Connection connection = sides.connect()) {
            if (Cluster.oldestTransaction(connection) - transactionId > OLDEST_COMPARABLE) {
                throw new TidemarkException(
                        Category.USAGE,
                        "the last comparison is more than " + OLDEST_COMPARABLE
                                + " transactions ago: verify everything once");
            }
        }
    }

    private void batch(List<RowKey> keys, KeyCheck check, TableResult[] result) throws SQLException {
        if (!keys.isEmpty()) {
            stop.check();
            try {
                result[0] = result[0].plus(check.compare(keys));
            } catch (SuspectPool.SettlingFailedException e) {
                if (e.getCause() instanceof SQLException failure) {
                    throw failure;
                }
                Thread.currentThread().interrupt();
                throw new StoppedException();
            }
            observer.advance(keys.size());
        }
    }

    private String scope() {
        if (plan.scope() instanceof VerifyPlan.Scope.Sample some) {
            return "about " + some.keys() + " keys of each table, by chance";
        }
        return plan.scope() instanceof VerifyPlan.Scope.WrittenSince
                ? "rows written since the last comparison; deletes since then were not looked for"
                : "every row and every element";
    }
}
