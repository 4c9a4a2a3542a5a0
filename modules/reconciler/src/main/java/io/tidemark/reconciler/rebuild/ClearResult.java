package io.tidemark.reconciler.rebuild;

import java.time.Duration;
import java.util.List;

/**
 * What a clear did.
 *
 * @param parts the elements of each table, in the order in which they went
 * @param took how long it took
 */
public record ClearResult(List<ClearPart> parts, Duration took) {

    public ClearResult {
        parts = List.copyOf(parts);
    }

    /** How many elements went. */
    public long gone() {
        return parts.stream().mapToLong(ClearPart::going).sum();
    }
}
