package io.tidemark.console.watch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A moment of the past; a figure that was not known then is null.
 *
 * @param lagSeconds of the graph
 * @param lagBytes of the graph
 * @param applied row changes a second
 * @param captured row changes a second
 */
public record Point(
        Instant at,
        @Nullable Double lagSeconds,
        @Nullable Long lagBytes,
        @Nullable Double applied,
        @Nullable Double captured,
        @Nullable Long deadLetters) {}
