package io.tidemark.console.watch;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast the pipeline moves, over the last seconds.
 *
 * @param captured row changes that reach the topics, each second; null when not known
 * @param applied row changes that reach the graph, each second; null when not known, as after it was emptied
 * @param topics the same as {@code captured} by topic; a topic is left out when it is not known
 */
public record Rates(@Nullable Double captured, @Nullable Double applied, Map<String, Double> topics) {

    public Rates {
        topics = Map.copyOf(topics);
    }
}
