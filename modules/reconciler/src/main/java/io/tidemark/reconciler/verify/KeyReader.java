package io.tidemark.reconciler.verify;

import io.tidemark.graphstore.ElementReader.Element;
import io.tidemark.model.change.RowKey;
import io.tidemark.postgres.RowLookup.Row;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads the rows and the elements of one table by their keys. One thread. */
interface KeyReader {

    /** The rows that there are now; keys without a row are not in it. */
    Map<RowKey, Row> rows(Collection<RowKey> keys) throws SQLException;

    /** The elements that there are now; keys without an element are not in it. */
    Map<RowKey, List<Element>> elements(Collection<RowKey> keys);

    /**
     * Returns once the graph has everything that had committed when it was called.
     *
     * @throws io.tidemark.reconciler.run.TidemarkStalledException when the graph does not follow
     */
    void awaitGraph() throws SQLException, InterruptedException;
}
