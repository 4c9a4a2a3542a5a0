package io.tidemark.cli.chaos.tidemark;

import io.tidemark.model.position.Lsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * I7: which probe values the tidemark promised, against those that the graph had. Values of one probe grow with each
 * commit. Time is handed in; thread-safe.
 */
final class TidemarkLedger {

    private static final int MOST_EXAMPLES = 12;

    private final Map<String, TreeMap<Lsn, Long>> committed = new HashMap<>();
    private final TreeMap<Lsn, Long> committedAt = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private @Nullable Lsn last;
    private long samples;
    private long stale;
    private long backwards;
    private long greatestLagNanos;

    /** This value was committed before the log had reached this position. */
    synchronized void committed(String probe, long value, Lsn position, long nanos) {
        committed.computeIfAbsent(probe, name -> new TreeMap<>()).put(position, value);
        committedAt.putIfAbsent(position, nanos);
    }

    /** The graph's tidemark, and the values that were read after it. */
    synchronized void sample(Lsn tidemark, Map<String, Long> values, long nanos) {
        samples++;
        Lsn before = last;
        if (before != null && tidemark.compareTo(before) < 0) {
            backwards++;
            example("the tidemark went back from " + before + " to " + tidemark);
        }
        last = tidemark;
        boolean lied = false;
        for (Map.Entry<String, TreeMap<Lsn, Long>> probe : committed.entrySet()) {
            Map.@Nullable Entry<Lsn, Long> promised = probe.getValue().floorEntry(tidemark);
            long there = values.getOrDefault(probe.getKey(), -1L);
            if (promised != null && there < promised.getValue()) {
                lied = true;
                example("tidemark " + tidemark + " promised value " + promised.getValue() + " (committed before "
                        + promised.getKey() + ") of probe " + probe.getKey() + ", the graph had " + there);
            }
            if (promised != null) {
                probe.getValue().headMap(promised.getKey(), false).clear();
            }
        }
        stale += lied ? 1 : 0;
        committedAt.headMap(tidemark, true).clear();
        if (!committedAt.isEmpty()) {
            greatestLagNanos =
                    Math.max(greatestLagNanos, nanos - committedAt.firstEntry().getValue());
        }
    }

    private void example(String line) {
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(line);
        }
    }

    /** The last tidemark seen, if one was. */
    synchronized @Nullable Lsn last() {
        return last;
    }

    synchronized TidemarkWatch.Result result() {
        return new TidemarkWatch.Result(samples, stale, backwards, greatestLagNanos / 1_000_000, List.copyOf(examples));
    }
}
