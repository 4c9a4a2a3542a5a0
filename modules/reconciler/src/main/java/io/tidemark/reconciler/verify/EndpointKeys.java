package io.tidemark.reconciler.verify;

import io.tidemark.graphstore.ElementReader;
import io.tidemark.graphstore.ElementReader.Element;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.RowLookup;
import io.tidemark.postgres.RowLookup.Row;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.run.TidemarkWait;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads keys of a table in Postgres and in Neo4j. One thread. */
final class EndpointKeys implements KeyReader {

    private final TableName table;
    private final Connection connection;
    private final RowLookup lookup;
    private final ElementReader graph;
    private final TidemarkWait tidemark;

    /** @param connection in auto-commit mode; the caller closes it */
    EndpointKeys(Session session, ElementMapping element, Connection connection) {
        this.table = element.table();
        this.connection = connection;
        this.lookup = new RowLookup(connection, element, session.endpoints().table(element));
        this.graph = session.endpoints().elements(element);
        this.tidemark = session.tidemark();
    }

    @Override
    public Map<RowKey, Row> rows(Collection<RowKey> keys) throws SQLException {
        return lookup.rows(keys);
    }

    @Override
    public Map<RowKey, List<Element>> elements(Collection<RowKey> keys) {
        return graph.elements(keys);
    }

    @Override
    public void awaitGraph() throws SQLException, InterruptedException {
        if (tidemark.untilNow(connection).filling().contains(table.toString())) {
            throw new TableFillingException(table);
        }
    }
}
