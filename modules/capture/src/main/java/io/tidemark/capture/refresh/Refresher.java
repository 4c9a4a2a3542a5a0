package io.tidemark.capture.refresh;

import io.debezium.DebeziumException;
import io.debezium.relational.Table;
import io.tidemark.capture.engine.EngineFailure;
import io.tidemark.capture.publish.Refresh;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.concurrent.Backoff;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.postgres.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out requests for one session of the engine. It converges without locks: what commits after the read comes later in
 * the log and is published later; what was published before is seen by the read, or else the read waits.
 *
 * <p>One thread; only {@link #close} may come from another.
 */
public final class Refresher implements Refresh, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Refresher.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(20);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    /** After about a second. */
    private static final int WAITS_BEFORE_WARNING = 7;

    private final CaptureSettings settings;
    private final StreamedTransactions streamed;
    private volatile @Nullable RowSource source;
    private volatile boolean closed;

    /** Nothing is contacted before the first request. */
    public Refresher(CaptureSettings settings, StreamedTransactions streamed) {
        this.settings = settings;
        this.streamed = streamed;
    }

    @Override
    public void streamed(long transactionId) {
        if (streamed.add(transactionId)) {
            forgetSeen();
        }
    }

    private void forgetSeen() {
        try (Connection connection = Connections.open(settings.database())) {
            OptionalLong unseen = streamed.unseen(TransactionSnapshot.of(connection));
            LOG.debug("transactions that are streamed and unseen: {}, such as {}", streamed.size(), unseen);
        } catch (SQLException | TidemarkException e) {
            LOG.debug("Postgres does not say which transactions it shows: {}", e.getMessage());
        }
    }

    @Override
    public void run(String text, BooleanSupplier stopped, Consumer<List<Reread>> chunks) throws InterruptedException {
        try {
            RefreshRequest request =
                    RefreshRequestJson.parse(text, settings.mapping().tables());
            Counts counts = new Counts();
            readWhatCanBeRead(request, stopped, chunks, counts);
            LOG.info(
                    "refreshed {} as asked: {} rows, {} keys without a row, {} keys left out",
                    request.table(),
                    counts.rows,
                    counts.missing,
                    counts.refused);
        } catch (RefusedRequestException e) {
            LOG.warn("a request to refresh is left out: {}", e.getMessage());
        }
    }

    private static final class Counts {

        private long rows;
        private long missing;
        private long refused;
    }

    /** Halves a request until the key that Postgres refuses is alone: it voids no other. */
    private void readWhatCanBeRead(
            RefreshRequest request, BooleanSupplier stopped, Consumer<List<Reread>> chunks, Counts counts)
            throws RefusedRequestException, InterruptedException {
        RereadChunk chunk = new RereadChunk(stopped, chunks);
        try {
            read(request, stopped, chunk);
            counts.rows += chunk.rows();
            counts.missing += chunk.missing();
        } catch (RefusedRequestException e) {
            if (!e.isOfRow() || !(request instanceof RefreshRequest.Keys keys)) {
                throw e;
            }
            if (keys.keys().size() == 1) {
                counts.refused++;
                LOG.warn("a request to refresh is left out: {}", e.getMessage());
                return;
            }
            for (RefreshRequest.Keys half : keys.halves()) {
                readWhatCanBeRead(half, stopped, chunks, counts);
            }
        }
    }

    @Override
    public void rows(TableName table, Set<List<String>> keys, BooleanSupplier stopped, Consumer<List<Reread>> chunks)
            throws InterruptedException {
        try {
            read(new RefreshRequest.Keys(table, keys), stopped, new RereadChunk(stopped, chunks));
        } catch (RefusedRequestException e) {
            throw new TidemarkException(
                    Category.FATAL,
                    "the log left an unchanged large value of table " + table
                            + " out, and the row cannot be read again ("
                            + e.getMessage()
                            + "): put the table back as it was and start again, or ./tidemark capture --resnapshot",
                    e);
        }
    }

    private void read(RefreshRequest request, BooleanSupplier stopped, RereadChunk chunk)
            throws RefusedRequestException, InterruptedException {
        RowSource open = open();
        boolean ended = false;
        try {
            beginWhenSeen(open, request, stopped);
            try {
                Table table = open.table(request.table());
                request.requireColumns(table.primaryKeyColumnNames());
                chunk.of(open.envelopes(request.table(), table));
                open.read(request, table, chunk);
                chunk.handOver();
            } finally {
                open.end();
            }
            ended = true;
        } catch (RefusedRequestException e) {
            ended = true;
            throw e;
        } catch (SQLException e) {
            throw ReadFailure.explain(e, request.table(), settings);
        } catch (ConnectException | DebeziumException e) {
            throw EngineFailure.explain(e, settings);
        } finally {
            if (!ended) {
                closeSource();
            }
        }
    }

    private void beginWhenSeen(RowSource open, RefreshRequest request, BooleanSupplier stopped)
            throws SQLException, InterruptedException {
        Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT);
        for (int waits = 0; ; waits++) {
            OptionalLong unseen = streamed.unseen(open.begin(request.table()));
            if (unseen.isEmpty()) {
                return;
            }
            open.end();
            if (stopped.getAsBoolean()) {
                throw new TidemarkException(
                        Category.RETRY,
                        "transaction " + unseen.getAsLong() + " was published, but Postgres does not show it yet");
            }
            if (waits == WAITS_BEFORE_WARNING) {
                LOG.warn(
                        "a refresh of {}, and all that follows it, waits until Postgres shows transaction {}: is a synchronous"
                                + " standby away?",
                        request.table(),
                        unseen.getAsLong());
            }
            backoff.await();
        }
    }

    private RowSource open() {
        RowSource open = source;
        if (open != null) {
            return open;
        }
        try {
            RowSource fresh = RowSource.open(settings);
            source = fresh;
            if (closed) {
                closeSource();
                throw new TidemarkException(Category.RETRY, "the capture is closing");
            }
            return fresh;
        } catch (SQLException | ConnectException | DebeziumException e) {
            throw EngineFailure.explain(e, settings);
        }
    }

    private void closeSource() {
        RowSource open = source;
        source = null;
        if (open != null) {
            open.close();
        }
    }

    /** Ends its connection, in the middle of a request too, which then fails. */
    @Override
    public void close() {
        closed = true;
        closeSource();
    }
}
