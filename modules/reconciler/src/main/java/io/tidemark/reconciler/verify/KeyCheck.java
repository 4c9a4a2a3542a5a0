package io.tidemark.reconciler.verify;

import io.tidemark.graphstore.ElementReader;
import io.tidemark.graphstore.ElementReader.Element;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.RowLookup;
import io.tidemark.postgres.RowLookup.Row;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Compares keys that somebody names; what differs at first sight is a suspect. One thread. */
final class KeyCheck {

    private final ElementMapping element;
    private final RowLookup rows;
    private final ElementReader graph;
    private final SuspectPool pool;

    KeyCheck(ElementMapping element, RowLookup rows, ElementReader graph, SuspectPool pool) {
        this.element = element;
        this.rows = rows;
        this.graph = graph;
        this.pool = pool;
    }

    /** Compares these, and says how many rows and elements there were. */
    TableResult compare(Collection<RowKey> keys) throws SQLException {
        Map<RowKey, Row> found = rows.rows(keys);
        Map<RowKey, List<Element>> elements = graph.elements(keys);
        long present = 0;
        long held = 0;
        for (RowKey key : keys) {
            Row row = found.get(key);
            List<Element> here = elements.getOrDefault(key, List.of());
            present += row != null && row.present() ? 1 : 0;
            held += here.size();
            if (Judgement.of(element.table(), key, row, here).isPresent()) {
                pool.add(key);
            }
        }
        return new TableResult(element.table(), present, held, 0, 0, 0, 0, 0, 0, null);
    }
}
