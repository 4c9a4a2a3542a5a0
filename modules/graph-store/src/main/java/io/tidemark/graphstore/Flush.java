package io.tidemark.graphstore;

import io.tidemark.model.change.RowChange;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one transaction brings into the graph.
 *
 * @param advances the partitions the changes came from, each once; not empty
 * @param changes at most one per table and key: the latest. Order means nothing
 */
public record Flush(List<WatermarkAdvance> advances, List<RowChange> changes) {

    public Flush {
        advances = List.copyOf(advances);
        changes = List.copyOf(changes);
        if (advances.isEmpty()) {
            throw new IllegalArgumentException("a flush says how far it reaches");
        }
    }

    /** Where the changes come from, for messages. */
    @Override
    public String toString() {
        return advances.stream().map(WatermarkAdvance::toString).collect(Collectors.joining(", "));
    }
}
