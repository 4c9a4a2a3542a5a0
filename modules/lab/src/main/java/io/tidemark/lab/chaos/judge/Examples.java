package io.tidemark.lab.chaos.judge;

import java.util.ArrayList;
import java.util.List;

/** The first few of many findings, for people. Not thread-safe. */
final class Examples {

    private static final int MOST = 12;

    private final List<String> lines = new ArrayList<>();

    void add(String line) {
        if (lines.size() < MOST) {
            lines.add(line);
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
