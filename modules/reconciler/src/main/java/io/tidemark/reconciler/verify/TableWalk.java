package io.tidemark.reconciler.verify;

import io.tidemark.graphstore.ElementReader;
import io.tidemark.graphstore.ElementReader.Strays;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.postgres.RowChunks;
import io.tidemark.postgres.RowChunks.Chunk;
import io.tidemark.reconciler.run.RateLimit;
import io.tidemark.reconciler.run.Session;
import io.tidemark.reconciler.run.TidemarkStalledException;
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

    private final Session session;
    private final ElementMapping element;
    private final KeyReader keys;
    private final SuspectPool pool;
    private final RateLimit limit;
    private final Checkpoints checkpoints;
    private TableResult result;

    /** Is notified of how far the table is; all before it is settled. */
    @FunctionalInterface
    interface Checkpoints {

        void reached(RowKey upTo, TableResult result);
    }

    TableWalk(
            Session session,
            ElementMapping element,
            KeyReader keys,
            SuspectPool pool,
            RateLimit limit,
            Checkpoints checkpoints) {
        this.session = session;
        this.element = element;
        this.keys = keys;
        this.pool = pool;
        this.limit = limit;
        this.checkpoints = checkpoints;
        this.result = TableResult.none(element.table());
    }

    /**
     * Compares the table from a position on.
     *
     * @param chunkRows about how many rows are read at once
     * @param after where a checkpoint left off; empty for the beginning
     * @param before what was found up to there
     */
    TableResult run(int chunkRows, Optional<RowKey> after, TableResult before)
            throws SQLException, InterruptedException {
        result = before;
        ElementReader graph = session.endpoints().elements(element);
        try (Connection walking = session.endpoints().connect();
                RowChunks chunks =
                        new RowChunks(walking, element, session.endpoints().table(element), chunkRows, after);
                ChunkFeed feed = new ChunkFeed(chunks)) {
            long checkpoint = System.nanoTime();
            Optional<Chunk> next = feed.next();
            while (next.isPresent()) {
                session.stop().check();
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
            session.observer()
                    .say(element.table() + ": " + strays.count()
                            + " elements carry its label or type, but no key that a row could have: look at elementId "
                            + String.join(", ", strays.ids()));
        }
        return result.plus(TableResult.strays(element.table(), strays.count()));
    }

    /**
     * Reads twice: Neo4j reads what is committed at each moment, and an element that is just being deleted looks like a
     * stray.
     */
    private Strays strays(ElementReader graph) throws SQLException, InterruptedException {
        Strays first = graph.strays(COMPARED_STRAYS);
        if (first.count() == 0) {
            return first;
        }
        try {
            keys.awaitGraph();
        } catch (TidemarkStalledException | TableFillingException e) {
            session.observer().say(String.valueOf(e.getMessage()));
        }
        Strays second = graph.strays(COMPARED_STRAYS);
        List<String> both = second.ids().stream().filter(first.ids()::contains).toList();
        long count = second.count() > COMPARED_STRAYS ? second.count() : both.size();
        return new Strays(count, both.stream().limit(NAMED_STRAYS).toList());
    }

    private void compare(Chunk chunk, ElementReader graph) throws SQLException, InterruptedException {
        int rows = chunk.rows().size();
        ChunkComparison comparison = new ChunkComparison(chunk.rows(), this::suspect);
        try {
            graph.range(chunk.after(), chunk.upTo(), comparison::element);
            comparison.end();
        } catch (SettlingFailedException e) {
            e.rethrow();
        }
        result = result.plus(TableResult.compared(element.table(), rows, comparison.elements()))
                .plus(pool.take());
        session.observer().advance(rows);
        limit.pass(rows);
    }

    private void suspect(RowKey key) {
        try {
            pool.add(key);
        } catch (SQLException | InterruptedException e) {
            throw new SettlingFailedException(e);
        }
    }

    /** Carries what settling throws through the reading of the graph, which has no such failures. */
    private static final class SettlingFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        SettlingFailedException(Exception cause) {
            super(cause);
        }

        void rethrow() throws SQLException, InterruptedException {
            if (getCause() instanceof SQLException failure) {
                throw failure;
            }
            if (getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw this;
        }
    }

    private void settle() throws SQLException, InterruptedException {
        pool.settle();
        result = result.plus(pool.take());
    }
}
