package io.tidemark.console.status;

import io.tidemark.graphstore.Graph;
import io.tidemark.graphstore.GraphSettings;
import io.tidemark.graphstore.OtherPositions;
import io.tidemark.graphstore.TidemarkReader;
import io.tidemark.model.mapping.Mapping;
import io.tidemark.model.position.Watermark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how far the graph is. */
final class GraphPositionsReader implements PartReader<String, GraphPositionsReader.Positions> {

    private final GraphSettings settings;
    private @Nullable Graph graph;

    GraphPositionsReader(GraphSettings settings) {
        this.settings = settings;
    }

    /**
     * What the graph says of itself.
     *
     * @param mapping with which the sink writes it; null when that is not known
     */
    record Positions(
            TidemarkReader.Standing standing,
            List<Watermark> watermarks,
            List<OtherPositions> others,
            @Nullable Mapping mapping) {

        Positions(TidemarkReader.Standing standing, List<Watermark> watermarks, List<OtherPositions> others) {
            this(standing, watermarks, others, null);
        }

        Positions {
            watermarks = List.copyOf(watermarks);
            others = List.copyOf(others);
        }
    }

    @Override
    public Positions read(String prefix) {
        Graph open = graph;
        if (open == null) {
            open = settings.connect();
            graph = open;
        }
        TidemarkReader reader = open.tidemark(prefix);
        return new Positions(
                reader.standing(),
                reader.watermarks(),
                reader.others(),
                open.written(prefix).newest().orElse(null));
    }

    @Override
    public void close() {
        Graph open = graph;
        graph = null;
        if (open != null) {
            open.close();
        }
    }
}
