package io.tidemark.reconciler.repair;

import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.RowLookup;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.PostgresFailure;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.verify.Drift.Kind;
import io.tidemark.reconciler.verify.DriftLine;
import io.tidemark.reconciler.verify.DriftLog;
import io.tidemark.reconciler.verify.DriftReader;
import io.tidemark.reconciler.verify.KeyProof;
import io.tidemark.reconciler.verify.Verify;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Has the capture read again exactly the keys that a comparison found drifted, waits until the graph has the answers, and
 * compares those keys again. It writes neither side. One thread.
 *
 * <p>Stopped or killed in the middle, some keys were asked for and others not; asking again is harmless.
 */
public final class Repair {

    /** What still differs after a repair, in the state folder. */
    private static final String REMAINING = "remaining.jsonl";

    /** So many keys are asked for before the graph must have caught up: the log waits for every refresh. */
    private static final int KEYS_AHEAD = 10_000;

    private final Session session;
    private final Endpoints endpoints;
    private final Path drifts;

    public Repair(Session session) {
        this.session = session;
        this.endpoints = session.endpoints();
        this.drifts = session.state().file(Verify.DRIFTS);
    }

    /**
     * What a repair would ask for.
     *
     * @param tables one line for each table with drift
     */
    public record Plan(List<Line> tables) {

        public Plan {
            tables = List.copyOf(tables);
        }

        /** Keys that are asked for, in all tables. */
        public long keys() {
            return tables.stream().mapToLong(Line::keys).sum();
        }

        /** Drifts that no refresh can repair, in all tables. */
        public long beyond() {
            return tables.stream().mapToLong(Line::beyond).sum();
        }
    }

    /**
     * One table's part of a plan.
     *
     * @param table the table
     * @param missing keys to bring
     * @param extra keys to remove
     * @param different keys to set right
     * @param beyond drifts that no refresh can repair: more elements than one of a key, or a key that no row can have
     */
    public record Line(TableName table, long missing, long extra, long different, long beyond) {

        private static Line of(DriftLine drift, boolean refreshable) {
            return new Line(
                    drift.tableName(),
                    refreshable && drift.kind() == Kind.MISSING ? 1 : 0,
                    refreshable && drift.kind() == Kind.EXTRA ? 1 : 0,
                    refreshable && drift.kind() == Kind.DIFFERENT ? 1 : 0,
                    refreshable ? 0 : 1);
        }

        private Line plus(Line more) {
            return new Line(
                    table,
                    missing + more.missing,
                    extra + more.extra,
                    different + more.different,
                    beyond + more.beyond);
        }

        private long keys() {
            return missing + extra + different;
        }
    }

    /**
     * What a repair came to.
     *
     * @param began when the first key was asked for
     * @param ended when the last was proved
     * @param repaired keys that were compared again and are right
     * @param remaining keys that still differ, those beyond a refresh among them
     * @param unsettled keys that changed too often to be judged
     */
    public record Result(Instant began, Instant ended, long repaired, long remaining, long unsettled) {}

    /**
     * What the drifts of the last comparison call for; nothing is asked.
     *
     * @throws TidemarkException USAGE when its list of drifts cannot be read
     */
    public Plan plan() {
        Map<TableName, Line> lines = new LinkedHashMap<>();
        try (Connection connection = endpoints.connect();
                DriftReader reader = new DriftReader(drifts)) {
            Keys keys = new Keys(connection);
            while (reader.hasNext()) {
                DriftLine drift = reader.next();
                Line line = Line.of(drift, keys.of(drift).isPresent());
                lines.merge(line.table(), line, Line::plus);
            }
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
        return new Plan(List.copyOf(lines.values()));
    }

    /**
     * Asks, waits and proves.
     *
     * @throws io.tidemark.reconciler.run.TidemarkStalledException when the graph does not follow
     * @throws io.tidemark.reconciler.run.StoppedException when it was asked for
     */
    public Result run(Plan plan) throws InterruptedException {
        Instant began = Instant.now();
        try (Connection connection = endpoints.connect();
                DriftLog remaining = DriftLog.open(session.state().file(REMAINING), 0)) {
            Keys keys = new Keys(connection);
            session.observer().begin("ask for drifted keys", plan.keys());
            Step ask = (element, batch) -> {
                List<List<String>> texts = batch.stream().map(Asked::texts).toList();
                session.tidemark().until(RefreshRequests.keys(connection, element.table(), texts));
            };
            // what has no row goes first: a value that it has may be unique in the graph, and a row's by now
            inBatches(keys, drift -> drift.kind() == Kind.EXTRA, ask);
            inBatches(keys, drift -> drift.kind() != Kind.EXTRA, ask);
            session.observer().begin("prove repaired keys", plan.keys());
            List<KeyProof.Outcome> outcomes = new ArrayList<>();
            inBatches(keys, drift -> true, (element, batch) -> {
                List<RowKey> rowKeys = batch.stream().map(Asked::key).toList();
                outcomes.add(new KeyProof(session, element, connection, remaining).prove(rowKeys));
            });
            long drifted =
                    outcomes.stream().mapToLong(KeyProof.Outcome::drifted).sum();
            long unsettled =
                    outcomes.stream().mapToLong(KeyProof.Outcome::unsettled).sum();
            return new Result(
                    began, Instant.now(), plan.keys() - drifted - unsettled, drifted + plan.beyond(), unsettled);
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
    }

    /** A key of the list that a refresh can name. */
    private record Asked(RowKey key, List<String> texts) {}

    /** What is done with a part of the list. */
    @FunctionalInterface
    private interface Step {

        void run(ElementMapping element, List<Asked> batch) throws SQLException, InterruptedException;
    }

    /** Goes through the list once for each table, and holds no more than a batch of those chosen. */
    private void inBatches(Keys keys, Predicate<DriftLine> chosen, Step step)
            throws SQLException, InterruptedException {
        for (ElementMapping element : endpoints.mapping().elements()) {
            String table = element.table().toString();
            List<Asked> batch = new ArrayList<>();
            try (DriftReader reader = new DriftReader(drifts)) {
                while (reader.hasNext()) {
                    DriftLine drift = reader.next();
                    if (drift.table().equals(table) && chosen.test(drift)) {
                        keys.of(drift).ifPresent(batch::add);
                    }
                    if (batch.size() >= KEYS_AHEAD || (!reader.hasNext() && !batch.isEmpty())) {
                        session.stop().check();
                        step.run(element, List.copyOf(batch));
                        session.observer().advance(batch.size());
                        batch.clear();
                    }
                }
            }
        }
    }

    /** Finds out which keys of the list a refresh can name. */
    private final class Keys {

        private final Map<TableName, RowLookup> lookups = new LinkedHashMap<>();

        Keys(Connection connection) {
            for (ElementMapping element : endpoints.mapping().elements()) {
                if (endpoints.problems(element).isEmpty()) {
                    lookups.put(element.table(), new RowLookup(connection, element, endpoints.table(element)));
                }
            }
        }

        /**
         * Empty for more elements of one key than its row allows: a refresh removes none of them while there is a row. But where the type is taken
         * from a column, they may have several types, and those that the row does not have go.
         */
        Optional<Asked> of(DriftLine drift) {
            TableName table = drift.tableName();
            ElementMapping element = endpoints.mapping().element(table).orElse(null);
            RowLookup lookup = lookups.get(table);
            if (element == null || lookup == null) {
                throw new TidemarkException(
                        Category.USAGE, "table " + table + " cannot be read any more: run verify again");
            }
            RowKey key;
            try {
                key = drift.rowKey(endpoints.keyTypes(element));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
            boolean typed = element instanceof EdgeMapping edge && edge.typeByColumn() != null;
            if (drift.postgres() != null && drift.elements() > 1 && !typed) {
                return Optional.empty();
            }
            return lookup.primaryKeyTexts(key).map(texts -> new Asked(key, texts));
        }
    }
}
