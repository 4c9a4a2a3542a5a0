package io.tidemark.reconciler.rebuild;

import java.util.List;

/**
 * What a clear would do now.
 *
 * @param parts the elements of each table, in the order in which they go: relationships first
 */
public record ClearPlan(List<ClearPart> parts) {

    public ClearPlan {
        parts = List.copyOf(parts);
    }

    /** How many elements would go. */
    public long going() {
        return parts.stream().mapToLong(ClearPart::going).sum();
    }

    /** Whether nothing would change. */
    public boolean isNothing() {
        return parts.stream()
                .allMatch(part -> part.going() == 0 && part.staying().carried() == 0);
    }
}
