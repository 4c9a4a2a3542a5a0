package io.tidemark.capture.engine;

import io.tidemark.capture.publish.CaptureListener;
import io.tidemark.capture.publish.Heartbeat;
import io.tidemark.capture.publish.PartitionsMessage;
import io.tidemark.capture.resume.Source;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.PartitionTree;
import io.tidemark.postgres.Query;
import io.tidemark.postgres.ReplicationSlot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs beside one session of the engine: writes the heartbeat, and checks for what the engine would pass over in silence.
 *
 * <p>The heartbeat goes into the log whenever nothing was captured for about a second, and with each beat while tables are being
 * filled. So progress moves while nothing
 * commits, and the slot releases log that holds only other tables' changes.
 */
public final class SourceWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);
    /** Shorter than what counts as quiet, so that the first progress of a session need not wait for a second beat. */
    private static final long BEAT_MILLIS = 250;

    private static final int BEATS_PER_CHECK = 12;
    private static final int BEATS_PER_CLOCK = 4;

    /** Also while none comes through, because Kafka is unavailable or the log is long. */
    private static final long BETWEEN_HEARTBEATS_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    /** So many checks in a row find that no process reads the slot: the engine's connection is dead and it has not noticed. */
    private static final int UNREAD_CHECKS = 6;

    private static final int MESSAGES_FLUSH_SINCE = 17;

    /** The session beside which it runs. */
    public interface Session {

        /** Up to where everything is in Kafka; empty during a snapshot. */
        Optional<Lsn> position();

        /** For each partitioned table, the partitions whose rows are in the topics. */
        Map<String, String> partitions();

        /** Whether nothing was captured for a while. */
        boolean isQuiet();

        /** Whether tables are being filled, which is done between the log's batches. */
        boolean isFilling();

        /** Ends the session; called from the watch's thread. */
        void fail(TidemarkException cause);
    }

    private final CaptureSettings settings;
    private final Source source;
    private final SourceLock lock;
    private final SourceCheck check;
    private final Heartbeat heartbeat;
    private final Session session;
    private final CaptureListener listener;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.factory("tidemark-source-watch"));

    /** By table, the partitions of which the log was written to last. */
    private final Map<String, String> asked = new HashMap<>();

    private volatile @Nullable Connection connection;
    private long wroteNanos = System.nanoTime() - BETWEEN_HEARTBEATS_NANOS;
    private long beats;
    private int unread;

    /**
     * A watch; {@link #start} starts it.
     *
     * @param source what the session reads
     * @param lock what keeps others out while the session lasts
     */
    public SourceWatch(
            CaptureSettings settings,
            Source source,
            SourceLock lock,
            Heartbeat heartbeat,
            Session session,
            CaptureListener listener) {
        this.settings = settings;
        this.source = source;
        this.lock = lock;
        this.check = new SourceCheck(settings);
        this.heartbeat = heartbeat;
        this.session = session;
        this.listener = listener;
    }

    /** Starts to beat. */
    public void start() {
        var beating = timer.scheduleWithFixedDelay(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        LOG.debug("watching the source: {}", beating);
    }

    private void beat() {
        try {
            Connection open = connection();
            long now = System.nanoTime();
            boolean due = session.isQuiet() && now - wroteNanos >= BETWEEN_HEARTBEATS_NANOS;
            if (due || session.isFilling()) {
                write(open);
                wroteNanos = now;
            }
            if (beats++ % BEATS_PER_CHECK == 0) {
                Source current = check.source(open);
                SourceCheck.requireSame(source, current);
                comparePartitions(open, current);
                checkSlot(ReplicationSlot.find(open, settings.slotName()));
                keepLock();
            }
            if (beats % BEATS_PER_CLOCK == 0) {
                listener.sourceClockRead(SourceCheck.clock(open));
            }
            listener.sourceAnswered();
        } catch (TidemarkException e) {
            if (e.category() == Category.RETRY) {
                unreachable(e);
            } else {
                session.fail(e);
            }
        } catch (SQLException e) {
            unreachable(e);
        } catch (RuntimeException e) {
            LOG.warn("the source could not be watched: {}", e.toString(), e);
            closeConnection();
        }
    }

    /**
     * The log does not tell of partitions that come or leave. So it is written into the log, behind the change: what is in the
     * topics by then is older. Not during a snapshot, behind which the log begins.
     */
    private void comparePartitions(Connection open, Source now) throws SQLException {
        if (session.position().isEmpty()) {
            return;
        }
        Map<String, String> known = session.partitions();
        for (Map.Entry<String, String> table : now.partitions().entrySet()) {
            String partitions =
                    PartitionTree.withFormer(open, known.getOrDefault(table.getKey(), ""), table.getValue());
            if (!partitions.equals(known.get(table.getKey())) && !partitions.equals(asked.get(table.getKey()))) {
                Query.execute(
                        open,
                        "select pg_logical_emit_message(true, ?, ?)",
                        PartitionsMessage.PREFIX,
                        new PartitionsMessage(table.getKey(), partitions).text());
                asked.put(table.getKey(), partitions);
            }
        }
    }

    private void keepLock() {
        try {
            lock.keep();
        } catch (TidemarkException e) {
            session.fail(e);
        }
    }

    private void checkSlot(Optional<ReplicationSlot> slot) {
        Optional<Lsn> reached = session.position();
        if (reached.isPresent()) {
            check.requireSlot(slot, reached.get());
            boolean read = slot.filter(found -> found.activeProcess() != 0).isPresent();
            unread = read ? 0 : unread + 1;
            if (unread >= UNREAD_CHECKS) {
                session.fail(new TidemarkException(
                        Category.RETRY,
                        "nobody reads replication slot " + settings.slotName()
                                + " though the engine runs: its connection must be dead, starting another"));
            }
        } else if (slot.filter(ReplicationSlot::isLost).isPresent()) {
            check.requireSlot(slot, new Lsn(0));
        }
    }

    private void unreachable(Exception e) {
        LOG.debug("Postgres does not answer the watch: {}", e.getMessage());
        listener.sourceUnreachable("Postgres does not answer ("
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")");
        closeConnection();
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = Connections.open(settings.database());
            open.setNetworkTimeout(Runnable::run, (int) TimeUnit.SECONDS.toMillis(10));
            connection = open;
        }
        return open;
    }

    private void write(Connection open) throws SQLException {
        boolean flush = open.getMetaData().getDatabaseMajorVersion() >= MESSAGES_FLUSH_SINCE;
        Query.execute(
                open,
                "select pg_logical_emit_message(false, ?, ? || ' ' || (extract(epoch from clock_timestamp()) * 1000)::bigint"
                        + (flush ? ", true)" : ")"),
                Heartbeat.PREFIX,
                heartbeat.secret());
    }

    private void closeConnection() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("the watch's connection closed with", e);
            }
        }
    }

    /** Stops beating; does not wait for a beat that is under way, which then ends with its connection. */
    @Override
    public void close() {
        timer.shutdownNow();
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("the watch's connection aborted with", e);
            }
        }
    }
}
