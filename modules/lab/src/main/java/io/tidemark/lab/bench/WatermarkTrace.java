package io.tidemark.lab.bench;

import io.tidemark.model.TableName;
import io.tidemark.model.position.Watermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * When which offset was seen in the graph: reads one table's watermarks over and over. A time is taken after the answer
 * has come, so it is late by at most one look, never early.
 */
final class WatermarkTrace implements AutoCloseable {

    private static final long PAUSE_NANOS = 1_000_000;

    private final AppliedCounts applied;
    private final TableName table;
    private final Map<Integer, TreeMap<Long, Long>> seen = new ConcurrentHashMap<>();
    private final Histogram looks = new Histogram(3);
    private final List<RuntimeException> failures = new ArrayList<>();
    private final Thread reader = new Thread(this::read, "watermark-trace");
    private volatile boolean closed;

    WatermarkTrace(AppliedCounts applied, TableName table) {
        this.applied = applied;
        this.table = table;
    }

    void start() {
        reader.start();
    }

    private void read() {
        try {
            long last = System.nanoTime();
            while (!closed) {
                List<Watermark> watermarks = applied.watermarks(table);
                long now = System.nanoTime();
                looks.recordValue((now - last) / 1_000);
                last = now;
                for (Watermark watermark : watermarks) {
                    seen.computeIfAbsent(watermark.partition(), partition -> new TreeMap<>())
                            .putIfAbsent(watermark.offset(), now);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (RuntimeException failure) {
            failures.add(failure);
        }
    }

    /** Ends the reading; everything below is asked afterwards. */
    void stop() {
        closed = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** When this offset was first seen to be in the graph, as {@link System#nanoTime}; null when it was not. */
    @Nullable
    Long seenAt(int partition, long offset) {
        failures.forEach(failure -> {
            throw failure;
        });
        Map.@Nullable Entry<Long, Long> entry =
                seen.getOrDefault(partition, new TreeMap<>()).ceilingEntry(offset);
        return entry == null ? null : entry.getValue();
    }

    /** Microseconds from one look to the next. */
    Histogram looks() {
        return looks;
    }
}
