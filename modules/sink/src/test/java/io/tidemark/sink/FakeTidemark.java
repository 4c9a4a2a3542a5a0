package io.tidemark.sink;

import io.tidemark.graphstore.Sighting;
import io.tidemark.graphstore.TidemarkStep;
import io.tidemark.graphstore.TidemarkWriter;
import io.tidemark.model.position.Lsn;
import io.tidemark.model.position.Watermark;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tidemark over tables that are all at one offset. */
final class FakeTidemark implements TidemarkWriter {

    long reach = -1;
    int asked;

    @Nullable
    Lsn lsn;

    Watermark expected = Watermark.nothing("", "", 0);

    @Override
    public TidemarkStep advance(Watermark left, List<Sighting> pending, Map<String, String> topicIds) {
        asked++;
        for (int index = pending.size() - 1; index >= 0; index--) {
            Sighting sighting = pending.get(index);
            if (sighting.progress().isReachedBy((topic, partition) -> reach)) {
                lsn = sighting.progress().lsn();
                expected = sighting.read();
                return new TidemarkStep.Reached(sighting);
            }
        }
        return new TidemarkStep.NotReached();
    }

    @Override
    public boolean withdrawIfAhead(Map<String, String> topicIds) {
        return false;
    }
}
