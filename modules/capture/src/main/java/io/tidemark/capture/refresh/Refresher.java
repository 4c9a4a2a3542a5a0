package io.tidemark.capture.refresh;

import io.debezium.DebeziumException;
import io.debezium.relational.Table;
import io.tidemark.capture.engine.EngineFailure;
import io.tidemark.capture.publish.PartitionsMessage;
import io.tidemark.capture.publish.Refresh;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.concurrent.Backoff;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.Connections;
import io.tidemark.postgres.PartitionTree;
import io.tidemark.postgres.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** A range with a key that cannot be read is read by its keys, so many at a time. */
    private static final int KEYS_OF_A_RANGE = 1_000;

    /** A whole table is read in parts, each in a snapshot of its own: a fraction of a second. */
    private static final int ROWS_OF_A_TABLE = 5_000;

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
            RereadChunk chunk = new RereadChunk(stopped, chunks);
            RefusedKeys refused = new RefusedKeys(request.table());
            read(request, stopped, chunk, refused);
            LOG.info(
                    "refreshed {} as asked: {} rows, {} keys without a row, {} keys left out",
                    request.table(),
                    chunk.rows(),
                    chunk.missing(),
                    refused.count());
        } catch (RefusedRequestException e) {
            LOG.warn("a request to refresh is left out: {}", e.getMessage());
        }
    }

    @Override
    public void rows(TableName table, Set<List<String>> keys, BooleanSupplier stopped, Consumer<List<Reread>> chunks)
            throws InterruptedException {
        try {
            read(
                    new RefreshRequest.Keys(table, keys),
                    stopped,
                    new RereadChunk(stopped, chunks),
                    RefusedKeys.none(table));
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

    @Override
    public void table(TableName table, BooleanSupplier stopped, Consumer<List<Reread>> chunks)
            throws InterruptedException {
        List<String> from = List.of();
        do {
            from = part(table, from, ROWS_OF_A_TABLE, stopped, chunks);
        } while (!from.isEmpty());
    }

    @Override
    public List<String> part(
            TableName table, List<String> from, int rows, BooleanSupplier stopped, Consumer<List<Reread>> chunks)
            throws InterruptedException {
        try {
            List<String> to = keyBehind(new RefreshRequest.Range(table, from, List.of()), rows, stopped);
            read(
                    new RefreshRequest.Range(table, from, to),
                    stopped,
                    new RereadChunk(stopped, chunks),
                    RefusedKeys.none(table));
            return to;
        } catch (RefusedRequestException e) {
            throw new TidemarkException(
                    Category.FATAL,
                    "table " + table + " is new in the mapping or its partitions have changed, and it cannot be read ("
                            + e.getMessage() + "): correct that and start again",
                    e);
        }
    }

    /** The key that ends the range's first rows; empty where there are no more. */
    private List<String> keyBehind(RefreshRequest.Range range, int rows, BooleanSupplier stopped)
            throws RefusedRequestException, InterruptedException {
        List<List<String>> keys = new ArrayList<>();
        reading(range, true, stopped, (open, table) -> keys.addAll(open.keys(range, table, rows + 1)));
        return keys.size() > rows ? keys.get(rows) : List.of();
    }

    @Override
    public long oldestTransaction() {
        try (Connection connection = Connections.open(settings.database())) {
            return Cluster.oldestTransaction(connection);
        } catch (SQLException e) {
            throw EngineFailure.explain(e, settings);
        }
    }

    @Override
    public Optional<Partitions> partitions(PartitionsMessage message, Map<String, String> known) {
        Optional<TableName> mapped = settings.mapping().tables().stream()
                .filter(each -> each.toString().equals(message.table()))
                .findFirst();
        if (mapped.isEmpty()) {
            LOG.warn("a message of changed partitions is left out: it names no mapped table");
            return Optional.empty();
        }
        String before = known.getOrDefault(message.table(), "");
        try (Connection connection = Connections.open(settings.database())) {
            Query.execute(connection, "set lock_timeout = '2s'");
            return Optional.of(new Partitions(
                    mapped.get(),
                    settings.topics().table(mapped.get()),
                    message.partitions(),
                    PartitionTree.mayHaveMovedRows(connection, before, message.partitions())));
        } catch (SQLException e) {
            throw EngineFailure.explain(e, settings);
        }
    }

    /**
     * Reads a request in parts: one that fails because of a key is halved until that key is alone, so that its neighbours are read.
     *
     * @param refused receives why a key was left out; it may refuse the request instead
     */
    private void read(RefreshRequest request, BooleanSupplier stopped, RereadChunk chunk, RefusedKeys refused)
            throws RefusedRequestException, InterruptedException {
        Deque<RefreshRequest> parts = new ArrayDeque<>(List.of(request));
        while (!parts.isEmpty()) {
            RefreshRequest part = parts.removeFirst();
            try {
                reading(part, part != request, stopped, (open, table) -> {
                    chunk.of(open.envelopes(request.table(), table));
                    open.read(part, table, chunk);
                    chunk.handOver();
                });
            } catch (RefusedRequestException e) {
                chunk.forget();
                if (!e.isOfSomeKeys()) {
                    throw e;
                }
                List<? extends RefreshRequest> smaller = smaller(part, stopped);
                if (smaller.isEmpty() && part instanceof RefreshRequest.Keys) {
                    refused.add(part.named().iterator().next(), e);
                }
                for (int i = smaller.size() - 1; i >= 0; i--) {
                    parts.addFirst(smaller.get(i));
                }
            }
        }
    }

    /** What together asks for the same; empty for a single key. */
    private List<? extends RefreshRequest> smaller(RefreshRequest part, BooleanSupplier stopped)
            throws RefusedRequestException, InterruptedException {
        if (part instanceof RefreshRequest.Range range) {
            return keysOf(range, stopped);
        }
        if (part instanceof RefreshRequest.Keys keys) {
            return keys.keys().size() == 1 ? List.of() : keys.halves();
        }
        throw new IllegalStateException("unknown request: " + part);
    }

    /** The range's first keys, and the rest of it as a range. */
    private List<RefreshRequest> keysOf(RefreshRequest.Range range, BooleanSupplier stopped)
            throws RefusedRequestException, InterruptedException {
        List<List<String>> keys = new ArrayList<>();
        reading(range, true, stopped, (open, table) -> keys.addAll(open.keys(range, table, KEYS_OF_A_RANGE + 1)));
        List<RefreshRequest> parts = new ArrayList<>();
        int first = Math.min(keys.size(), KEYS_OF_A_RANGE);
        if (first > 0) {
            parts.add(new RefreshRequest.Keys(range.table(), new LinkedHashSet<>(keys.subList(0, first))));
        }
        if (keys.size() > first) {
            parts.add(new RefreshRequest.Range(range.table(), keys.get(first), range.to()));
        }
        return parts;
    }

    /** What is done with a table while a snapshot of it is kept. */
    @FunctionalInterface
    private interface Reading {

        void run(RowSource open, Table table) throws SQLException, RefusedRequestException;
    }

    private void reading(RefreshRequest request, boolean byIndex, BooleanSupplier stopped, Reading action)
            throws RefusedRequestException, InterruptedException {
        RowSource open = open();
        boolean ended = false;
        try {
            beginWhenSeen(open, request, byIndex, stopped);
            try {
                Table table = open.table(request.table());
                request.requireColumns(table.primaryKeyColumnNames());
                action.run(open, table);
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

    private void beginWhenSeen(RowSource open, RefreshRequest request, boolean byIndex, BooleanSupplier stopped)
            throws SQLException, InterruptedException {
        Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT);
        for (int waits = 0; ; waits++) {
            OptionalLong unseen = streamed.unseen(open.begin(request.table(), byIndex));
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
