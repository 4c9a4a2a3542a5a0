package io.tidemark.capture.engine;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.postgres.Connections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Held for one life of the engine, so that a second capture stands by also while the first takes its snapshot: the slot
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
     * @throws TidemarkException RETRY while Postgres is away
     */
    public static SourceLock take(CaptureSettings settings) {
        Connection connection = Connections.open(settings.database());
        SourceLock lock = new SourceLock(connection);
        try (Statement peer = connection.createStatement();
                PreparedStatement statement =
                        connection.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
            for (String setting :
                    DebeziumProperties.PEER_WATCH.replace("-c ", "").split(" ", -1)) {
                peer.execute("set " + setting);
            }
            peer.execute("set idle_session_timeout = '60s'");
            statement.setString(1, "tidemark capture " + settings.slotName());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    return lock;
                }
            }
        } catch (SQLException e) {
            lock.close();
            throw EngineFailure.explain(e, settings);
        }
        lock.close();
        throw new StandbyException(
                "another capture with replication slot " + settings.slotName() + " is running: standing by");
    }

    /**
     * Shows Postgres that this capture is alive: a lock that nobody shows life on for a minute is let go, so that a frozen
     * capture does not block its standby for ever.
     *
     * @throws TidemarkException RETRY when the lock is gone
     */
    void keep() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
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
