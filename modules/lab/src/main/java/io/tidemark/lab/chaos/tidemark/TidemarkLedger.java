package io.tidemark.lab.chaos.tidemark;

import io.tidemark.model.position.Lsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * I7: which probe values the tidemark promised, against those that the graph had. Values of one probe grow with each
 * commit, unless a truncation takes them: a sample that lacks a probe counts only once {@link #settle} has been told that none
 * did. Time is handed in; thread-safe.
 */
final class TidemarkLedger {

    private static final int MOST_EXAMPLES = 12;

    private final Map<String, TreeMap<Lsn, Value>> committed = new HashMap<>();
    private final List<Absence> absences = new ArrayList<>();
    private final TreeMap<Lsn, Long> committedAt = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private @Nullable Lsn last;
    private long samples;
    private long stale;
    private long backwards;
    private long greatestLagNanos;

    private record Value(long value, Lsn written) {}

    /** A probe that a sample lacked. */
    private record Absence(String probe, Lsn written, long sample, String example) {}

    /**
     * This value was committed before the log had reached this position.
     *
     * @param written where the log was when the value was written and its table locked, before the commit
     */
    synchronized void committed(String probe, long value, Lsn written, Lsn position, long nanos) {
        committed.computeIfAbsent(probe, name -> new TreeMap<>()).put(position, new Value(value, written));
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
        for (Map.Entry<String, TreeMap<Lsn, Value>> probe : committed.entrySet()) {
            Map.@Nullable Entry<Lsn, Value> promised = probe.getValue().floorEntry(tidemark);
            Long there = values.get(probe.getKey());
            if (promised != null
                    && (there == null || there < promised.getValue().value())) {
                String line = "tidemark " + tidemark + " promised value "
                        + promised.getValue().value() + " (committed before " + promised.getKey() + ") of probe "
                        + probe.getKey() + ", the graph had " + (there == null ? "none" : there);
                if (there == null) {
                    absences.add(new Absence(probe.getKey(), promised.getValue().written(), samples, line));
                } else {
                    lied = true;
                    example(line);
                }
            }
            if (promised != null) {
                probe.getValue().headMap(promised.getKey(), false).clear();
            }
        }
        if (lied) {
            stale++;
            absences.removeIf(absence -> absence.sample() == samples); // counted
        }
        committedAt.headMap(tidemark, true).clear();
        greatestLagNanos = Math.max(greatestLagNanos, lagNanos(nanos));
    }

    /**
     * Decides about the probes that samples have lacked so far.
     *
     * @param truncated whether a probe's table was truncated behind a position; must know the whole log that the samples so
     *     far could show
     */
    synchronized void settle(BiPredicate<String, Lsn> truncated) {
        Set<Long> lied = new HashSet<>();
        for (Absence absence : absences) {
            if (!truncated.test(absence.probe(), absence.written())) {
                lied.add(absence.sample());
                example(absence.example());
            }
        }
        stale += lied.size();
        absences.clear();
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

    /** How long the oldest commit that the last tidemark does not cover has waited. */
    synchronized long lagNanos(long nanos) {
        return committedAt.isEmpty() ? 0 : nanos - committedAt.firstEntry().getValue();
    }

    synchronized TidemarkWatch.Result result() {
        return new TidemarkWatch.Result(samples, stale, backwards, greatestLagNanos / 1_000_000, List.copyOf(examples));
    }
}
