package io.tidemark.capture.engine;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.Query;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Held for one session of the engine, so that a second capture stands by also while the first takes its snapshot: the slot
 * shows a holder only once streaming has begun. An advisory lock; it goes with the connection, however that ends.
 */
public final class SourceLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceLock.class);

    private final Connection connection;

    private SourceLock(Connection connection) {
        this.connection = connection;
    }

    /**
     * Takes the lock.
     *
     * @throws StandbyException while another capture holds it
     * @throws TidemarkException RETRY while Postgres is unavailable
     */
    public static SourceLock take(CaptureSettings settings) {
        SourceLock lock = new SourceLock(Connections.open(settings.database()));
        try {
            if (lock.take("tidemark capture " + settings.slotName())) {
                return lock;
            }
        } catch (SQLException e) {
            lock.close();
            throw EngineFailure.explain(e, settings);
        }
        lock.close();
        throw new StandbyException(
                "another capture with replication slot " + settings.slotName() + " is running: standing by");
    }

    private boolean take(String name) throws SQLException {
        for (String setting : DebeziumProperties.PEER_WATCH.replace("-c ", "").split(" ", -1)) {
            Query.execute(connection, "set " + setting);
        }
        Query.execute(connection, "set idle_session_timeout = '60s'");
        return Query.one(
                connection, "select pg_try_advisory_lock(hashtextextended(?, 0))", row -> row.getBoolean(1), name);
    }

    /**
     * Shows Postgres that this capture is alive: a lock whose holder is silent for a minute is released, so that a frozen
     * capture does not block its standby for ever.
     *
     * @throws TidemarkException RETRY when the lock is gone
     */
    void keep() {
        try {
            Query.execute(connection, "select 1");
        } catch (SQLException e) {
            throw new TidemarkException(
                    Category.RETRY, "the capture's lock is gone: another capture may have taken over", e);
        }
    }

    /** The connection that holds the lock; for the thread that took it. */
    public Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("the lock's connection closed with", e);
        }
    }
}
