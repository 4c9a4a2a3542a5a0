package io.tidemark.console.watch;

import io.tidemark.console.status.PipelineStatus;
import java.util.List;

/**
 * The pipeline now and over the last hour, as {@code /api/pipeline} answers it.
 *
 * @param history at most 720 points, the oldest first, one for every 5 seconds
 */
public record Pipeline(PipelineStatus status, Rates rates, List<Point> history) {

    public Pipeline {
        history = List.copyOf(history);
    }
}
