package io.tidemark.lab.bench;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * So many rows in so much time.
 *
 * @param stage one of the constants here
 * @param part what of the stage; parts whose name begins with {@code round} and has no colon count for the aims
 */
record Rate(String stage, String part, long rows, double seconds) {

    static final String RAW = "raw Bolt";
    static final String SINK = "sink alone";
    static final String EDGES = "edges by ends";
    static final String KEYED_EDGES = "edges by key";
    static final String CAPTURE = "capture alone";
    static final String PATH = "whole path";
    static final String COPY = "plain COPY";
    static final String SCAN = "plain Bolt scan";
    static final String VERIFY = "verify";
    static final String REPAIR = "repair";
    static final String REBUILD = "rebuild";
    static final String BACKFILL = "backfill";

    static Rate between(String stage, String part, long rows, long fromNanos, long toNanos) {
        return new Rate(stage, part, rows, (toNanos - fromNanos) / 1e9);
    }

    @JsonProperty
    double rowsPerSecond() {
        return seconds > 0 ? rows / seconds : 0;
    }

    boolean isRound() {
        return part.startsWith("round") && !part.contains(":");
    }
}
