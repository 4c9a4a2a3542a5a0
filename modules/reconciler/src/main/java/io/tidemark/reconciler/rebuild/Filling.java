package io.tidemark.reconciler.rebuild;

import io.tidemark.graphstore.GraphReader;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.RowSample;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.TidemarkWait;
import java.sql.Connection;
import java.sql.SQLException;

/** Waits while a sink fills the graph from the beginning, and tells the observer of the changes it applies. One thread. */
public final class Filling {

    private final Endpoints endpoints;
    private final TidemarkWait tidemark;
    private final Observer observer;
    private final Runnable check;
    private long applied;

    /** @param check runs some times a second while it waits, and ends the wait by an exception */
    public Filling(Endpoints endpoints, TidemarkWait tidemark, Observer observer, Runnable check) {
        this.endpoints = endpoints;
        this.tidemark = tidemark;
        this.observer = observer;
        this.check = check;
    }

    /** About how many rows all readable tables have. */
    public long rows(Connection connection) throws SQLException {
        long rows = 0;
        for (ElementMapping element : endpoints.mapping().elements()) {
            if (endpoints.problems(element).isEmpty()) {
                rows += new RowSample(connection, element, endpoints.table(element)).estimate();
            }
        }
        return rows;
    }

    /** Returns once the graph has everything up to this position; throws as {@link TidemarkWait#until}. */
    public Tidemark until(Lsn target) throws InterruptedException {
        GraphReader graph = endpoints.graph();
        return tidemark.orWhileMoves(() -> {
                    check.run();
                    long now = graph.appliedChanges(endpoints.settings().prefix());
                    observer.advance(now - applied);
                    applied = now;
                    return now;
                })
                .until(target);
    }

    /** How many row changes the sink has applied since the graph was last empty. */
    public long applied() {
        return applied;
    }
}
