package io.tidemark.reconciler.repair;

import io.tidemark.graphstore.TidemarkReader;
import io.tidemark.graphstore.TidemarkReader.Tidemark;
import io.tidemark.model.position.Lsn;
import io.tidemark.postgres.Cluster;
import io.tidemark.postgres.KeyRanges.Range;
import io.tidemark.reconciler.run.TidemarkWait;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The requests that are not in the graph yet, in their order. A request is a line in the log, whatever it makes the capture
 * read: so the log's length alone does not hold a backfill back, and there are never more than a few open. One thread.
 */
final class OpenRequests {

    /** Enough to keep capture and sink busy at once; a change that commits meanwhile waits for these. */
    private static final int MOST = 4;

    private final Connection connection;
    private final TidemarkReader reader;
    private final TidemarkWait tidemark;
    private final Backfill.Plan plan;
    private final Consumer<Range> passed;
    private final Deque<Request> open = new ArrayDeque<>();

    private record Request(Range range, Lsn position) {}

    /** @param passed is told of each request once the graph has it, in their order */
    OpenRequests(
            Connection connection,
            TidemarkReader reader,
            TidemarkWait tidemark,
            Backfill.Plan plan,
            Consumer<Range> passed) {
        this.connection = connection;
        this.reader = reader;
        this.tidemark = tidemark;
        this.plan = plan;
        this.passed = passed;
    }

    /** A request was sent; it is in the graph once the tidemark has passed this position. */
    void sent(Range range, Lsn position) {
        open.add(new Request(range, position));
    }

    /** Waits until another request may be sent. */
    void awaitRoom() throws SQLException, InterruptedException {
        while (open.size() >= MOST) {
            awaitFirst();
        }
        Optional<Lsn> behind = awaited();
        while (behind.isPresent()) {
            settle(tidemark.until(behind.get()));
            behind = awaited();
        }
    }

    /** Waits until all are in the graph. */
    void awaitAll() throws InterruptedException {
        while (!open.isEmpty()) {
            awaitFirst();
        }
    }

    private void awaitFirst() throws InterruptedException {
        settle(tidemark.until(open.getFirst().position()));
    }

    private void settle(Tidemark reached) {
        while (!open.isEmpty() && open.getFirst().position().compareTo(reached.lsn()) <= 0) {
            passed.accept(open.removeFirst().range());
        }
    }

    /** What the tidemark must reach before it is no longer too far behind; empty when it is not. */
    private Optional<Lsn> awaited() throws SQLException {
        if (plan.maxLagBytes() == 0 && plan.maxLag().isZero()) {
            return Optional.empty();
        }
        Optional<Tidemark> stands = reader.standing().tidemark();
        Lsn written = Cluster.written(connection);
        if (stands.isEmpty()) {
            return Optional.of(new Lsn(0));
        }
        Tidemark now = stands.get();
        boolean far = plan.maxLagBytes() > 0 && written.bytesSince(now.lsn()) > plan.maxLagBytes();
        boolean old = !plan.maxLag().isZero()
                && Duration.between(now.committedAt(), Instant.now()).compareTo(plan.maxLag()) > 0;
        if (far) {
            return Optional.of(new Lsn(written.value() - plan.maxLagBytes()));
        }
        return old ? Optional.of(new Lsn(now.lsn().value() + 1)) : Optional.empty();
    }
}
