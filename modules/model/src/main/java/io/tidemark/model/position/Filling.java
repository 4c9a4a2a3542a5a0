package io.tidemark.model.position;

import io.tidemark.model.amount.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A table that is new in the mapping and is being filled: its rows of before are read while its changes are captured.
 *
 * @param table with its schema
 * @param rows read so far
 * @param estimate how many rows Postgres believed it to have when that began; 0 where they were never counted
 * @param began when, by the capture's clock
 */
public record Filling(String table, long rows, long estimate, Instant began) {

    /** About how long it still takes, at the speed until now; empty where that cannot be told. */
    public Optional<Duration> left(Instant now) {
        Duration taken = Duration.between(began, now);
        return rows <= 0 || estimate <= rows || taken.isNegative()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) ((double) taken.toMillis() / rows * (estimate - rows))));
    }

    /** How far it is, as a person reads it; without the table. */
    public String text(Instant now) {
        return Amounts.count(rows) + (estimate > rows ? " of about " + Amounts.count(estimate) : "") + " rows"
                + left(now)
                        .map(left -> ", about " + Amounts.time(left) + " left")
                        .orElse("");
    }
}
