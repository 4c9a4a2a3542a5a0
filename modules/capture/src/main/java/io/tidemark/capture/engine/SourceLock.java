package io.tidemark.capture.engine;

import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.postgres.CaptureLock;
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

    /** As for the watch: its questions are short, and one that is not answered would keep all checks waiting. */
    private static final int LONGEST_ANSWER_MILLIS = 10_000;

    private final Connection connection;
    private int session;

    private SourceLock(Connection connection) {
        this.connection = connection;
    }

    /**
     * Takes the lock.
     *
     * @param former the session that held it before for this capture; 0 if none did
     * @throws StandbyException while another capture holds it
     * @throws TidemarkException RETRY while Postgres is unavailable, or while the former session still holds it
     */
    public static SourceLock take(CaptureSettings settings, int former) {
        SourceLock lock = new SourceLock(Connections.open(settings.database()));
        boolean left;
        try {
            if (lock.take(settings.slotName())) {
                return lock;
            }
            left = former != 0
                    && CaptureLock.holder(lock.connection, settings.slotName())
                            .filter(holder -> holder == former)
                            .isPresent();
        } catch (SQLException e) {
            lock.close();
            throw EngineFailure.explain(e, settings);
        }
        lock.close();
        if (left) {
            throw new TidemarkException(
                    Category.RETRY,
                    "session " + former
                            + " of Postgres holds this capture's lock, and does not answer: waiting until it"
                            + " ends; if it does not, see what has stopped that process");
        }
        throw new StandbyException(
                "another capture with replication slot " + settings.slotName() + " is running: standing by");
    }

    private boolean take(String slot) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, LONGEST_ANSWER_MILLIS);
        for (String setting : DebeziumProperties.PEER_WATCH.replace("-c ", "").split(" ", -1)) {
            Query.execute(connection, "set " + setting);
        }
        Query.execute(connection, "set idle_session_timeout = '60s'");
        session = Query.one(connection, "select pg_backend_pid()", row -> row.getInt(1));
        return CaptureLock.take(connection, slot);
    }

    /**
     * Shows Postgres that this capture is alive: a lock whose holder is silent for a minute is released, so that a frozen
     * capture does not block its standby for ever.
     *
     * @throws TidemarkException RETRY when the lock is gone, or its session does not answer within ten seconds
     */
    void keep() {
        try {
            Query.execute(connection, "select 1");
        } catch (SQLException e) {
            throw new TidemarkException(
                    Category.RETRY,
                    "the capture's lock is gone, or its session does not answer: another capture may have taken over",
                    e);
        }
    }

    /** The process id of the session that holds the lock. */
    public int session() {
        return session;
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
