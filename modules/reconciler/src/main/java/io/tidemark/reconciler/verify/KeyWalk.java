package io.tidemark.reconciler.verify;

import io.tidemark.graphstore.ElementReader;
import io.tidemark.graphstore.ElementReader.Element;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.RowLookup.Row;
import io.tidemark.postgres.RowSample;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.run.StoppedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares some keys of a table; what differs at first sight is a suspect. One thread. */
final class KeyWalk {

    private static final int KEYS_AT_ONCE = 5_000;
    private static final double SHARE_MARGIN = 1.5;

    /** Transaction numbers of rows go round after four thousand million. */
    private static final long OLDEST_COMPARABLE = 2_000_000_000L;

    private final Session session;
    private final ElementMapping element;
    private final KeyReader keys;
    private final SuspectPool pool;
    private TableResult result;

    KeyWalk(Session session, ElementMapping element, KeyReader keys, SuspectPool pool) {
        this.session = session;
        this.element = element;
        this.keys = keys;
        this.pool = pool;
        this.result = TableResult.none(element.table());
    }

    /** Compares about so many keys by chance, from both ends. */
    TableResult sample(int count) throws SQLException, InterruptedException {
        session.observer().begin("verify " + element.table(), 2L * count);
        Set<RowKey> chosen = new LinkedHashSet<>();
        try (Connection connection = session.endpoints().connect()) {
            RowSample rows = rows(connection);
            double share = SHARE_MARGIN * count / Math.max(1, Math.max(rows.estimate(), count));
            ElementReader graph = session.endpoints().elements(element);
            chosen.addAll(rows.some(count));
            chosen.addAll(graph.some(share, count));
        }
        List<RowKey> all = List.copyOf(chosen);
        for (int from = 0; from < all.size(); from += KEYS_AT_ONCE) {
            compare(all.subList(from, Math.min(all.size(), from + KEYS_AT_ONCE)));
        }
        return settled();
    }

    /** Compares the keys whose rows were written since this transaction. */
    TableResult writtenSince(long transactionId) throws SQLException, InterruptedException {
        session.observer().begin("verify " + element.table() + " written since", 0);
        try (Connection scan = session.endpoints().connect()) {
            requireComparable(scan, transactionId);
            List<RowKey> batch = new ArrayList<>();
            rows(scan).writtenSince(transactionId, key -> {
                batch.add(key);
                if (batch.size() >= KEYS_AT_ONCE) {
                    compareWhileVisiting(batch);
                    batch.clear();
                }
            });
            compare(batch);
        }
        return settled();
    }

    private RowSample rows(Connection connection) {
        return new RowSample(connection, element, session.endpoints().table(element));
    }

    private static void requireComparable(Connection connection, long transactionId) throws SQLException {
        if (Cluster.oldestTransaction(connection) - transactionId > OLDEST_COMPARABLE) {
            throw new TidemarkException(
                    Category.USAGE,
                    "the last comparison is more than " + OLDEST_COMPARABLE
                            + " transactions ago: verify everything once");
        }
    }

    private void compareWhileVisiting(List<RowKey> batch) throws SQLException {
        try {
            compare(batch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }

    private void compare(List<RowKey> batch) throws SQLException, InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        session.stop().check();
        Map<RowKey, Row> rows = keys.rows(batch);
        Map<RowKey, List<Element>> elements = keys.elements(batch);
        long present = 0;
        long held = 0;
        for (RowKey key : batch) {
            Row row = rows.get(key);
            List<Element> here = elements.getOrDefault(key, List.of());
            present += row != null && row.present() ? 1 : 0;
            held += here.size();
            if (Judgement.of(element.table(), key, row, here).isPresent()) {
                pool.add(key);
            }
        }
        result = result.plus(TableResult.compared(element.table(), present, held));
        session.observer().advance(batch.size());
    }

    private TableResult settled() throws SQLException, InterruptedException {
        pool.settle();
        return result.plus(pool.take());
    }
}
