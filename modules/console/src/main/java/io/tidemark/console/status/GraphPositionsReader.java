package io.tidemark.console.status;

import io.tidemark.graphstore.GraphSettings;
import io.tidemark.graphstore.TidemarkReader;
import io.tidemark.model.position.Watermark;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;

/** Reads how far the graph is. */
final class GraphPositionsReader implements PartReader<String, GraphPositionsReader.Positions> {

    private final GraphSettings settings;
    private @Nullable Driver driver;

    GraphPositionsReader(GraphSettings settings) {
        this.settings = settings;
    }

    /** What the graph says of itself. */
    record Positions(TidemarkReader.Standing standing, List<Watermark> watermarks) {

        Positions {
            watermarks = List.copyOf(watermarks);
        }
    }

    @Override
    public Positions read(String prefix) {
        Driver open = driver;
        if (open == null) {
            open = settings.connect();
            driver = open;
        }
        TidemarkReader reader = new TidemarkReader(open, prefix);
        return new Positions(reader.standing(), reader.watermarks());
    }

    @Override
    public void close() {
        Driver open = driver;
        driver = null;
        if (open != null) {
            open.close();
        }
    }
}
