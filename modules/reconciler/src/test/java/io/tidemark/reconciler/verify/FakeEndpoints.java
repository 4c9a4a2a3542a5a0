package io.tidemark.reconciler.verify;

import io.tidemark.graphstore.ElementReader.Element;
import io.tidemark.model.change.RowKey;
import io.tidemark.postgres.RowLookup.Row;
import io.tidemark.reconciler.run.TidemarkStalledException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A table and a graph in memory. What happens while the graph is waited for is a script of the test's. */
final class FakeEndpoints implements KeyReader {

    private final Map<RowKey, Row> rows = new HashMap<>();
    private final Map<RowKey, List<Element>> elements = new HashMap<>();
    private IntConsumer meanwhile = round -> {};
    private @Nullable String stalled;
    private int waits;

    void row(long id, Row row) {
        rows.put(Users.key(id), row);
    }

    void noRow(long id) {
        rows.remove(Users.key(id));
    }

    void elements(long id, Element... found) {
        elements.put(Users.key(id), List.of(found));
    }

    /** Happens in every wait for the graph, which is given its number, from 1. */
    void meanwhile(IntConsumer script) {
        meanwhile = script;
    }

    /** The graph does not follow from now on. */
    void stall(String why) {
        stalled = why;
    }

    /** How often the graph was waited for. */
    int waits() {
        return waits;
    }

    @Override
    public Map<RowKey, Row> rows(Collection<RowKey> keys) {
        return only(keys, rows);
    }

    @Override
    public Map<RowKey, List<Element>> elements(Collection<RowKey> keys) {
        return only(keys, elements);
    }

    @Override
    public void awaitGraph() {
        waits++;
        if (stalled != null) {
            throw new TidemarkStalledException(stalled);
        }
        meanwhile.accept(waits);
    }

    private static <T> Map<RowKey, T> only(Collection<RowKey> keys, Map<RowKey, T> all) {
        Map<RowKey, T> found = new HashMap<>(all);
        found.keySet().retainAll(new ArrayList<>(keys));
        return found;
    }
}
