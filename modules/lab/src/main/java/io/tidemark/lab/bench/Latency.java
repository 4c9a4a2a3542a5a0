package io.tidemark.lab.bench;

import org.HdrHistogram.Histogram;

/**
 * How long transactions took to be visible in the graph.
 *
 * @param perSecond transactions a second that were really made
 * @param fromCommit from when the commit had returned
 * @param fromDue from when the transaction was due: with the time Postgres took, and with any delay before it
 * @param looks from one look at the graph to the next: by so much at most each value is too long
 */
record Latency(double perSecond, double seconds, Percentiles fromCommit, Percentiles fromDue, Percentiles looks) {

    /** In milliseconds. */
    record Percentiles(long count, double p50, double p95, double p99, double max) {

        /** @param microseconds what was recorded */
        static Percentiles of(Histogram microseconds) {
            return new Percentiles(
                    microseconds.getTotalCount(),
                    microseconds.getValueAtPercentile(50) / 1e3,
                    microseconds.getValueAtPercentile(95) / 1e3,
                    microseconds.getValueAtPercentile(99) / 1e3,
                    microseconds.getMaxValue() / 1e3);
        }
    }
}
