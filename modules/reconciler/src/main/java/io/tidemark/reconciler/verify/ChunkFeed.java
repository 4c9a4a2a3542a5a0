package io.tidemark.reconciler.verify;

import io.tidemark.concurrent.DaemonThreads;
import io.tidemark.postgres.RowChunks;
import io.tidemark.postgres.RowChunks.Chunk;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Reads the next chunk of rows while the graph is asked for the last one. One caller; close it to end its thread. */
final class ChunkFeed implements AutoCloseable {

    private final RowChunks chunks;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(DaemonThreads.factory("row-chunks"));
    private @Nullable Future<Optional<Chunk>> coming;

    ChunkFeed(RowChunks chunks) {
        this.chunks = chunks;
    }

    /** The next chunk; empty behind the last one. */
    Optional<Chunk> next() throws SQLException, InterruptedException {
        Future<Optional<Chunk>> now = coming == null ? reader.submit(chunks::next) : coming;
        try {
            Optional<Chunk> chunk = now.get();
            coming = reader.submit(chunks::next);
            return chunk;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
