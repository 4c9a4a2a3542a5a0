package io.tidemark.reconciler.repair;

import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.RowLookup;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.PostgresFailure;
import io.tidemark.reconciler.run.StateFolder;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.TidemarkWait;
import io.tidemark.reconciler.verify.Drift;
import io.tidemark.reconciler.verify.DriftLog;
import io.tidemark.reconciler.verify.KeyProof;
import io.tidemark.reconciler.verify.KeyTexts;
import io.tidemark.reconciler.verify.Verify;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has the capture read again exactly the keys that a comparison found drifted, waits until the graph has the answers, and
 * compares those keys again. It writes neither side. One thread.
 *
 * <p>Stopped or killed in the middle, some keys were asked for and others not; asking again is harmless.
 */
public final class Repair {

    /** What still differs after a repair, in the state folder. */
    public static final String REMAINING = "remaining.jsonl";

    /** So many keys are asked for before the graph must have caught up: the log waits for every refresh. */
    private static final int KEYS_AHEAD = 10_000;

    private final Endpoints sides;
    private final StateFolder state;
    private final TidemarkWait tidemark;
    private final Observer observer;
    private final Stop stop;
    private final Map<TableName, ElementMapping> elements = new LinkedHashMap<>();

    public Repair(Endpoints sides, StateFolder state, TidemarkWait tidemark, Observer observer, Stop stop) {
        this.sides = sides;
        this.state = state;
        this.tidemark = tidemark;
        this.observer = observer;
        this.stop = stop;
        sides.mapping().elements().forEach(element -> elements.put(element.table(), element));
    }

    /**
     * What the drifts of the last comparison call for; nothing is asked.
     *
     * @throws TidemarkException USAGE when its list of drifts cannot be read
     */
    public RepairPlan plan() {
        Map<TableName, RepairPlan.Line> lines = new LinkedHashMap<>();
        try (Connection connection = sides.connect()) {
            Keys keys = new Keys(connection);
            DriftLog.read(
                    state.file(Verify.DRIFTS),
                    line -> lines.merge(line.table(), planned(line, keys.of(line)), RepairPlan.Line::plus));
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
        return new RepairPlan(List.copyOf(lines.values()));
    }

    private static RepairPlan.Line planned(DriftLog.Line line, Optional<Asked> asked) {
        if (asked.isEmpty()) {
            return new RepairPlan.Line(line.table(), 0, 0, 0, 1);
        }
        return new RepairPlan.Line(
                line.table(),
                line.kind() == Drift.Kind.MISSING ? 1 : 0,
                line.kind() == Drift.Kind.EXTRA ? 1 : 0,
                line.kind() == Drift.Kind.DIFFERENT ? 1 : 0,
                0);
    }

    /**
     * Asks, waits and proves.
     *
     * @throws io.tidemark.reconciler.run.NoAnswerException when the graph does not follow
     * @throws io.tidemark.reconciler.run.StoppedException when somebody has asked for it
     */
    public RepairResult run(RepairPlan plan) throws InterruptedException {
        Instant began = Instant.now();
        try (Connection connection = sides.connect();
                DriftLog remaining = DriftLog.open(state.file(REMAINING), 0)) {
            observer.begin("ask for drifted keys", plan.keys());
            inBatches(KEYS_AHEAD, new Keys(connection), (element, batch) -> {
                Lsn position = RefreshRequests.keys(
                        connection,
                        element.table(),
                        batch.stream().map(Asked::texts).toList());
                tidemark.until(position);
            });
            observer.begin("prove repaired keys", plan.keys());
            Tally tally = new Tally();
            inBatches(KEYS_AHEAD, new Keys(connection), (element, batch) -> {
                KeyProof.Outcome outcome = new KeyProof(sides, element, connection, tidemark, remaining)
                        .prove(batch.stream().map(Asked::key).toList());
                tally.drifted += outcome.drifted();
                tally.unsettled += outcome.unsettled();
            });
            return new RepairResult(
                    plan,
                    began,
                    Instant.now(),
                    plan.keys() - tally.drifted - tally.unsettled,
                    tally.drifted + plan.beyond(),
                    tally.unsettled);
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
    }

    private static final class Tally {

        private long drifted;
        private long unsettled;
    }

    /** A key of the list that a refresh can name. */
    private record Asked(RowKey key, List<String> texts) {}

    /** What is done with a part of the list. */
    @FunctionalInterface
    private interface Step {

        void run(ElementMapping element, List<Asked> batch) throws SQLException, InterruptedException;
    }

    /** Goes through the list once, holding no more than a batch of each table. */
    private void inBatches(int size, Keys keys, Step step) throws SQLException, InterruptedException {
        for (ElementMapping element : sides.mapping().elements()) {
            List<Asked> batch = new ArrayList<>();
            List<Exception> failure = new ArrayList<>();
            DriftLog.read(state.file(Verify.DRIFTS), line -> {
                if (line.table().equals(element.table()) && failure.isEmpty()) {
                    keys.of(line).ifPresent(batch::add);
                    if (batch.size() >= size) {
                        attempt(element, batch, step, failure);
                    }
                }
            });
            if (failure.isEmpty() && !batch.isEmpty()) {
                attempt(element, batch, step, failure);
            }
            rethrow(failure);
        }
    }

    private void attempt(ElementMapping element, List<Asked> batch, Step step, List<Exception> failure) {
        try {
            stop.check();
            step.run(element, List.copyOf(batch));
            observer.advance(batch.size());
            batch.clear();
        } catch (SQLException | InterruptedException e) {
            failure.add(e);
        }
    }

    private static void rethrow(List<Exception> failure) throws SQLException, InterruptedException {
        for (Exception each : failure) {
            if (each instanceof SQLException sql) {
                throw sql;
            }
            if (each instanceof InterruptedException interrupted) {
                throw interrupted;
            }
        }
    }

    /** Finds out which keys of the list a refresh can name. */
    private final class Keys {

        private final Map<TableName, RowLookup> lookups = new LinkedHashMap<>();

        Keys(Connection connection) {
            elements.forEach((table, element) -> {
                if (sides.problems(element).isEmpty()) {
                    lookups.put(table, new RowLookup(connection, element, sides.table(element)));
                }
            });
        }

        /** Empty for more elements of one key than its row allows: a refresh removes none of them while there is a row. */
        Optional<Asked> of(DriftLog.Line line) {
            ElementMapping element = elements.get(line.table());
            RowLookup lookup = lookups.get(line.table());
            if (element == null || lookup == null) {
                throw new TidemarkException(
                        Category.USAGE, "table " + line.table() + " cannot be read any more: run verify again");
            }
            RowKey key;
            try {
                key = KeyTexts.parse(line.key(), sides.keyTypes(element));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
            if (line.hasRow() && line.copies() > 1) {
                return Optional.empty();
            }
            return lookup.primaryKeyTexts(key).map(texts -> new Asked(key, texts));
        }
    }
}
