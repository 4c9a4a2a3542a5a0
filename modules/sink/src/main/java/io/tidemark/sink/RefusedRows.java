package io.tidemark.sink;

import io.tidemark.graphstore.GraphWriter;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.change.RowChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the rows that Neo4j refuses, by trying halves in transactions that are rolled back, so that the flush itself stays
 * one transaction. First each half for itself; what is refused only together with others (two rows that want the same
 * unique value) is found by trying on top of the good ones, in the order in which they were read.
 */
final class RefusedRows {

    private final GraphWriter graph;
    private final Map<ChangeBuffer.Entry, TidemarkException> refused = new LinkedHashMap<>();

    private RefusedRows(GraphWriter graph) {
        this.graph = graph;
    }

    /** The refused among these rows, each with the reason; empty when Neo4j takes them all. */
    static Map<ChangeBuffer.Entry, TidemarkException> refused(GraphWriter graph, List<ChangeBuffer.Entry> rows) {
        RefusedRows found = new RefusedRows(graph);
        found.search(new ArrayList<>(), rows, false);
        List<ChangeBuffer.Entry> rest =
                rows.stream().filter(row -> !found.refused.containsKey(row)).toList();
        if (!rest.isEmpty()) {
            found.search(new ArrayList<>(), rest, true);
        }
        return found.refused;
    }

    private void search(List<ChangeBuffer.Entry> good, List<ChangeBuffer.Entry> rows, boolean together) {
        Stream<ChangeBuffer.Entry> tried = together ? Stream.concat(good.stream(), rows.stream()) : rows.stream();
        List<RowChange> changes = tried.map(ChangeBuffer.Entry::change).toList();
        Optional<TidemarkException> refusal = graph.refusal(changes);
        if (refusal.isEmpty()) {
            good.addAll(rows);
        } else if (rows.size() == 1) {
            refused.put(rows.get(0), refusal.get());
        } else {
            int half = rows.size() / 2;
            search(good, rows.subList(0, half), together);
            search(good, rows.subList(half, rows.size()), together);
        }
    }
}
