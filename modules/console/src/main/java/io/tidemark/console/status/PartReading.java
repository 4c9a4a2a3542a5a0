package io.tidemark.console.status;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What reading one part came to: a value, or why there is none.
 *
 * @param value null when it could not be read
 * @param reason one line; null when it could
 * @param slow whether the read before still had an answer, and all that is known is that this one took too long
 */
record PartReading<T>(@Nullable T value, @Nullable String reason, boolean slow) {

    static <T> PartReading<T> seen(T value) {
        return new PartReading<>(value, null, false);
    }

    static <T> PartReading<T> unknown(String reason) {
        return new PartReading<>(null, reason, false);
    }

    static <T> PartReading<T> late(String reason) {
        return new PartReading<>(null, reason, true);
    }

    /** What this makes of the value; null without one. */
    <R> @Nullable R map(Function<T, @Nullable R> action) {
        T seen = value;
        return seen == null ? null : action.apply(seen);
    }
}
