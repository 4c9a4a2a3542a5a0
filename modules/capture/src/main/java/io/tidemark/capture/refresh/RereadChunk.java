package io.tidemark.capture.refresh;

import io.tidemark.capture.publish.Refresh.Reread;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers records of re-read rows, and hands them on in lists that a producer can hold. One thread. */
final class RereadChunk implements RowSource.Visitor {

    private static final Logger LOG = LoggerFactory.getLogger(RereadChunk.class);
    private static final int MAX_ROWS = 2_000;
    private static final int MAX_CHARACTERS = 4 * 1024 * 1024;

    private final BooleanSupplier stopped;
    private final Consumer<List<Reread>> chunks;
    private List<Reread> rows = new ArrayList<>();
    private int characters;
    private long found;
    private long missing;
    private long pendingFound;
    private long pendingMissing;
    private @Nullable Envelopes envelopes;

    RereadChunk(BooleanSupplier stopped, Consumer<List<Reread>> chunks) {
        this.stopped = stopped;
        this.chunks = chunks;
    }

    /** How the rows that follow become records. */
    void of(Envelopes table) {
        envelopes = table;
    }

    /** Rows there were. */
    long rows() {
        return found;
    }

    /** Keys without a row. */
    long missing() {
        return missing;
    }

    @Override
    public void row(Object[] columns) throws RefusedRequestException {
        Envelopes table = Objects.requireNonNull(envelopes);
        pendingFound++;
        add(columns, () -> table.upsert(columns, Instant.now()));
    }

    @Override
    public void noRow(Object[] columns) throws RefusedRequestException {
        Envelopes table = Objects.requireNonNull(envelopes);
        pendingMissing++;
        add(columns, () -> table.delete(columns, Instant.now()));
    }

    private void add(@Nullable Object[] columns, Supplier<Reread> record) throws RefusedRequestException {
        try {
            rows.add(record.get());
        } catch (RuntimeException e) {
            LOG.debug("a row cannot be converted", e);
            throw RefusedRequestException.ofSomeKeys("a row cannot be converted (" + e.getMessage() + ")");
        }
        for (Object column : columns) {
            characters += column instanceof String text
                    ? text.length()
                    : column instanceof byte[] bytes ? bytes.length : Long.BYTES;
        }
        if (rows.size() >= MAX_ROWS || characters >= MAX_CHARACTERS) {
            handOver();
        }
    }

    /** Drops what was not handed over: the read that brought it failed, and its parts are read again. */
    void forget() {
        rows = new ArrayList<>();
        characters = 0;
        pendingFound = 0;
        pendingMissing = 0;
    }

    /** Hands over what there is. */
    void handOver() {
        if (stopped.getAsBoolean()) {
            throw new TidemarkException(Category.RETRY, "the capture is closing");
        }
        if (!rows.isEmpty()) {
            List<Reread> full = rows;
            found += pendingFound;
            missing += pendingMissing;
            forget();
            chunks.accept(full);
        }
    }
}
