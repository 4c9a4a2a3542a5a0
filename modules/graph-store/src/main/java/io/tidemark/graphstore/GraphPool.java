package io.tidemark.graphstore;

import org.neo4j.driver.observation.ObservationProvider;
import org.neo4j.driver.observation.metrics.ConnectionPoolMetrics;
import org.neo4j.driver.observation.metrics.MetricsObservationProvider;

/**
 * The connections of a graph as the driver counts them, of all servers it knows together. Give it to {@link
 * GraphSettings#connect(GraphPool)}. Thread-safe.
 */
public final class GraphPool {

    private final MetricsObservationProvider driver = MetricsObservationProvider.newInstance();

    ObservationProvider observer() {
        return driver;
    }

    /** Connections that are in use. */
    public int inUse() {
        return driver.metrics().connectionPoolMetrics().stream()
                .mapToInt(ConnectionPoolMetrics::inUse)
                .sum();
    }

    /** Connections that are open and idle. */
    public int idle() {
        return driver.metrics().connectionPoolMetrics().stream()
                .mapToInt(GraphPool::idle)
                .sum();
    }

    /** Version 6.1.0 counts a connection that could not be made as made, too, and as idle from then on. */
    private static int idle(ConnectionPoolMetrics pool) {
        return (int) Math.max(0, pool.idle() - pool.failedToCreate());
    }

    /** How often there was none to give in time; starts at zero again for a server that the driver has dropped. */
    public long acquisitionTimeouts() {
        return driver.metrics().connectionPoolMetrics().stream()
                .mapToLong(ConnectionPoolMetrics::timedOutToAcquire)
                .sum();
    }
}
