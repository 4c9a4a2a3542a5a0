package io.tidemark.capture.publish;

import io.tidemark.capture.resume.Fill;
import io.tidemark.capture.resume.Position;
import io.tidemark.capture.settings.CaptureSettings;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills tables that are new in the mapping: reads the rows that they held before, a part at a time in the order of their
 * keys, between the batches of the log. Their changes are captured meanwhile, so it converges as a refresh does.
 *
 * <p>The place that is reached is in the resume point, in the Kafka transaction of the rows before it. The engine's thread
 * calls it; {@link #arePending} may be asked by others.
 */
public final class TableFills {

    private static final Logger LOG = LoggerFactory.getLogger(TableFills.class);

    /** The log waits for so many rows, some hundredths of a second. */
    private static final int ROWS = 1_000;

    /** So the sink, which applies some 15,000 rows a second, has time for the other tables. */
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long BETWEEN_LINES_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Map<String, TableName> tables;
    private final CaptureSettings settings;
    private final SegmentWriter segments;
    private final Refresh refresh;
    private final Sweep sweep;
    private final CaptureListener listener;
    private long notBeforeNanos = System.nanoTime();
    private long saidNanos = System.nanoTime() - BETWEEN_LINES_NANOS;

    /** Every transaction before it has ended. */
    private long endedBefore;

    /** @param segments at the resume point, which has the fills */
    public TableFills(
            CaptureSettings settings, SegmentWriter segments, Refresh refresh, Sweep sweep, CaptureListener listener) {
        this.tables = settings.mapping().tables().stream()
                .collect(Collectors.toMap(TableName::toString, Function.identity()));
        this.settings = settings;
        this.segments = segments;
        this.refresh = refresh;
        this.sweep = sweep;
        this.listener = listener;
        listener.filling(segments.current().filling());
    }

    /** Whether a table is not filled yet. */
    public boolean arePending() {
        return !segments.current().fills().isEmpty();
    }

    /** Reads the next part, if there is one and it is time. Call it when all that was taken is written. */
    void next() throws InterruptedException {
        if (!arePending() || System.nanoTime() - notBeforeNanos < 0) {
            return;
        }
        Map.Entry<String, Fill> next = new TreeMap<>(segments.current().fills()).firstEntry();
        long start = System.nanoTime();
        try {
            if (mayBeRead(next.getKey(), next.getValue())) {
                read(next.getKey(), next.getValue());
                notBeforeNanos = start + Math.max(BETWEEN_NANOS, 2 * (System.nanoTime() - start));
            } else {
                notBeforeNanos = start + AFTER_FAILURE_NANOS;
            }
        } catch (FencedException e) {
            throw e;
        } catch (TidemarkException e) {
            if (e.category() != Category.RETRY || segments.isStopped()) {
                throw e;
            }
            LOG.warn("filling {} is put off: {}", next.getKey(), e.getMessage());
            notBeforeNanos = System.nanoTime() + AFTER_FAILURE_NANOS;
        }
    }

    private boolean mayBeRead(String table, Fill fill) {
        if (fill.behind() > endedBefore) {
            endedBefore = refresh.oldestTransaction();
        }
        boolean ended = fill.behind() <= endedBefore;
        if (!ended && isTimeForALine()) {
            LOG.info(
                    "filling {} waits for transaction {}, which may have written to it before the publication had the table",
                    table,
                    endedBefore);
        }
        return ended;
    }

    private void read(String table, Fill fill) throws InterruptedException {
        TableName name = Objects.requireNonNull(tables.get(table), table);
        Position position = segments.current().position();
        List<Refresh.Reread> last = new ArrayList<>();
        long[] rows = new long[1];
        List<String> behind = refresh.part(name, fill.from(), ROWS, segments::isStopped, part -> {
            segments.publishReread(last, position);
            last.clear();
            last.addAll(part);
            rows[0] += part.size();
        });
        if (behind.isEmpty()) {
            segments.publishReread(last, position);
            sweep(settings.topics().table(name), fill.sweepBelow(), position);
            segments.filled(table);
            segments.publish(Segment.at(position));
            LOG.info("{} is filled: {} rows were read", table, fill.rows() + rows[0]);
        } else {
            Fill reached = fill.at(behind, rows[0]);
            segments.fill(table, reached);
            segments.publishReread(last, position);
            if (isTimeForALine()) {
                LOG.info("filling {}: {}", table, reached.of(table).text(Instant.now()));
            }
        }
        listener.rowsFilled(settings.topics().table(name), rows[0]);
        listener.filling(segments.current().filling());
    }

    /** What the topic holds from a time when the table was mapped before, and the table does not. */
    private void sweep(String topic, List<Long> below, Position position) {
        if (below.stream().anyMatch(offset -> offset > 0)) {
            sweep.run(
                    topic,
                    below,
                    segments.current().nextOffsets(topic),
                    (List<ProducerRecord<byte[], byte[]>> part) -> segments.publishPart(part, position));
        }
    }

    private boolean isTimeForALine() {
        if (System.nanoTime() - saidNanos < BETWEEN_LINES_NANOS) {
            return false;
        }
        saidNanos = System.nanoTime();
        return true;
    }
}
