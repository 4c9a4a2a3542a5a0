package io.tidemark.reconciler.verify;

import io.tidemark.graphstore.ElementReader;
import io.tidemark.graphstore.ElementReader.Strays;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.RowChunks;
import io.tidemark.postgres.RowChunks.Chunk;
import io.tidemark.reconciler.run.Endpoints;
import io.tidemark.reconciler.run.NoAnswerException;
import io.tidemark.reconciler.run.Observer;
import io.tidemark.reconciler.run.Pace;
import io.tidemark.reconciler.run.Stop;
import io.tidemark.reconciler.run.TidemarkWait;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Compares a whole table, a key range at a time, in both directions. One thread. */
final class TableWalk {

    /** Suspects wait for more of them, but not for longer: until they are settled there is no checkpoint. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);
    private static final int NAMED_STRAYS = 20;
    private static final int COMPARED_STRAYS = 1_000;

    private final Endpoints sides;
    private final ElementMapping element;
    private final Connection connection;
    private final TidemarkWait tidemark;
    private final SuspectPool pool;
    private final int chunkRows;
    private final Pace pace;
    private final Observer observer;
    private final Stop stop;
    private final Checkpoints checkpoints;
    private TableResult result;

    /** Is told how far the table is; all before it is settled. */
    @FunctionalInterface
    interface Checkpoints {

        void reached(RowKey upTo, TableResult result);
    }

    TableWalk(
            Endpoints sides,
            ElementMapping element,
            Connection connection,
            TidemarkWait tidemark,
            SuspectPool pool,
            int chunkRows,
            Pace pace,
            Observer observer,
            Stop stop,
            Checkpoints checkpoints) {
        this.sides = sides;
        this.element = element;
        this.connection = connection;
        this.tidemark = tidemark;
        this.pool = pool;
        this.chunkRows = chunkRows;
        this.pace = pace;
        this.observer = observer;
        this.stop = stop;
        this.checkpoints = checkpoints;
        this.result = TableResult.none(element.table());
    }

    /**
     * Compares the table from a position on.
     *
     * @param after where a checkpoint left off; empty for the beginning
     * @param before what was found up to there
     */
    TableResult run(Optional<RowKey> after, TableResult before) throws SQLException, InterruptedException {
        result = before;
        ElementReader graph = sides.elements(element);
        try (Connection walking = sides.connect();
                RowChunks chunks = new RowChunks(walking, element, sides.table(element), chunkRows, after);
                ChunkFeed feed = new ChunkFeed(chunks)) {
            long checkpoint = System.nanoTime();
            Optional<Chunk> next = feed.next();
            while (next.isPresent()) {
                stop.check();
                Chunk chunk = next.get();
                compare(chunk, graph);
                boolean due = System.nanoTime() - checkpoint > CHECKPOINT_EVERY.toNanos();
                if (pool.ageNanos() > LONGEST_WAIT.toNanos()) {
                    settle();
                }
                if (due && pool.isEmpty() && chunk.upTo().isPresent()) {
                    checkpoints.reached(chunk.upTo().get(), result);
                    checkpoint = System.nanoTime();
                }
                next = feed.next();
            }
        }
        settle();
        Strays strays = strays(graph);
        if (strays.count() > 0) {
            observer.say(element.table() + ": " + strays.count()
                    + " elements carry its label or type, but no key that a row could have: look at elementId "
                    + String.join(", ", strays.ids()));
        }
        return result.plus(new TableResult(element.table(), 0, 0, 0, 0, 0, 0, strays.count(), 0, null));
    }

    /** Neo4j reads what is committed at each moment, and what is just being deleted looks like one: so it looks twice. */
    private Strays strays(ElementReader graph) throws SQLException, InterruptedException {
        Strays first = graph.strays(COMPARED_STRAYS);
        if (first.count() == 0) {
            return first;
        }
        try {
            tidemark.until(Cluster.written(connection));
        } catch (NoAnswerException e) {
            observer.say(String.valueOf(e.getMessage()));
        }
        Strays second = graph.strays(COMPARED_STRAYS);
        List<String> both = second.ids().stream().filter(first.ids()::contains).toList();
        long count = second.count() > COMPARED_STRAYS ? second.count() : both.size();
        return new Strays(count, both.stream().limit(NAMED_STRAYS).toList());
    }

    private void compare(Chunk chunk, ElementReader graph) throws SQLException, InterruptedException {
        int rows = chunk.rows().size();
        ChunkComparison comparison = new ChunkComparison(chunk.rows(), pool::add);
        try {
            graph.range(chunk.after(), chunk.upTo(), comparison::element);
            comparison.end();
        } catch (SuspectPool.SettlingFailedException e) {
            throwCause(e);
        }
        result = result.plus(new TableResult(element.table(), rows, comparison.elements(), 0, 0, 0, 0, 0, 0, null));
        result = result.plus(pool.take());
        observer.advance(rows);
        pace.pass(rows);
    }

    private static void throwCause(SuspectPool.SettlingFailedException e) throws SQLException, InterruptedException {
        if (e.getCause() instanceof SQLException failure) {
            throw failure;
        }
        if (e.getCause() instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        throw e;
    }

    private void settle() throws SQLException, InterruptedException {
        pool.settle();
        result = result.plus(pool.take());
    }
}
