package io.tidemark.lab.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** Times one stage after the other. */
final class Stopwatch {

    private final Map<String, Double> laps = new LinkedHashMap<>();
    private long last = System.nanoTime();

    void lap(String stage) {
        long now = System.nanoTime();
        laps.put(stage, (now - last) / 1e9);
        last = now;
    }

    /** Seconds by stage, in order. */
    Map<String, Double> laps() {
        return new LinkedHashMap<>(laps);
    }
}
