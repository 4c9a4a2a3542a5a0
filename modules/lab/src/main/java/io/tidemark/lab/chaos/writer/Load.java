package io.tidemark.lab.chaos.writer;

import java.time.Duration;

/**
 * How much is written.
 *
 * @param writers connections that write small and medium transactions
 * @param rowsPerSecond about how many rows all of them together write
 * @param largeEvery the mean time from one large transaction to the next
 * @param largeRows about the most rows of one
 * @param longestOpen how long the transactions that stay open do so at most
 */
public record Load(int writers, int rowsPerSecond, Duration largeEvery, int largeRows, Duration longestOpen) {

    /** For half an hour on a small machine: about half a million changes. */
    public static Load usual() {
        return new Load(3, 250, Duration.ofSeconds(45), 50_000, Duration.ofSeconds(40));
    }

    /** For a minute or two. */
    public static Load brief() {
        return new Load(3, 200, Duration.ofSeconds(12), 8_000, Duration.ofSeconds(15));
    }
}
