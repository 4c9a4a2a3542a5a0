package io.tidemark.lab.chaos.tidemark;

import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.DatabaseUrl;
import io.tidemark.postgres.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits growing values into probes, a few at a time, and tells the ledger where the log was right afterwards. */
final class Prober implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);
    private static final long PAUSE_MILLIS = 60;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 300;

    private final DatabaseUrl database;
    private final TidemarkLedger ledger;
    private final Random random;
    private volatile boolean paused;
    private long value;

    Prober(DatabaseUrl database, TidemarkLedger ledger, long seed) {
        this.database = database;
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    /** Holds until {@link #resume}; a commit that is under way may still come. */
    void pause() {
        paused = true;
        synchronized (this) {
            LOG.trace("no commit is under way");
        }
    }

    void resume() {
        paused = false;
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection connection = Connections.openAsApplication(database)) {
                connection.setAutoCommit(false);
                while (!Thread.currentThread().isInterrupted()) {
                    step(connection);
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (SQLException | TidemarkException e) {
                LOG.debug("the prober waits for Postgres: {}", e.getMessage());
                try {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MILLIS);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    private synchronized void step(Connection connection) throws SQLException {
        if (paused) {
            return;
        }
        value++;
        List<Probe> some = new ArrayList<>();
        if (value <= Probe.ALL.size()) {
            some.add(Probe.ALL.get((int) value - 1)); // users first: edges need them
        } else {
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                some.add(Probe.ALL.get(random.nextInt(Probe.ALL.size())));
            }
        }
        for (Probe probe : some) {
            write(connection, probe);
        }
        Lsn written = log(connection);
        connection.commit();
        Lsn position = position(connection);
        long now = System.nanoTime();
        some.forEach(probe -> ledger.committed(probe.name(), value, written, position, now));
    }

    /** Where the log is, in no transaction that would be open until the next step. */
    private static Lsn position(Connection connection) throws SQLException {
        Lsn position = log(connection);
        connection.rollback();
        return position;
    }

    private static Lsn log(Connection connection) throws SQLException {
        return Cluster.written(connection);
    }

    private void write(Connection connection, Probe probe) throws SQLException {
        if (probe.table().equals("users")) {
            Query.execute(
                    connection,
                    "insert into users (id, username) values (?, ?)"
                            + " on conflict (id) do update set username = excluded.username",
                    probe.from(),
                    username(probe, value));
        } else {
            Query.execute(
                    connection,
                    "insert into " + probe.table() + " values (?, ?, ?) on conflict on constraint " + probe.table()
                            + "_pkey do update set created_at = excluded.created_at",
                    probe.from(),
                    probe.to(),
                    time(value));
        }
    }

    static String username(Probe probe, long value) {
        return "probe-" + Probe.IDS.indexOf(probe.from()) + "-" + value;
    }

    private static OffsetDateTime time(long value) {
        return Instant.ofEpochSecond(value).atOffset(ZoneOffset.UTC);
    }
}
