package io.tidemark.console.status;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline at one moment.
 *
 * @param captured by topic, row changes written to it since the reader began; empty while the broker is away
 * @param comparison the last one, table by table; null when none was read
 */
public record StatusSnapshot(
        PipelineStatus status,
        Map<String, Long> captured,
        @Nullable LastComparison comparison) {

    public StatusSnapshot {
        captured = Map.copyOf(captured);
    }
}
