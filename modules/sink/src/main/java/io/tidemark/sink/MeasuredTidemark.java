package io.tidemark.sink;

import io.tidemark.graphstore.Sighting;
import io.tidemark.graphstore.TidemarkStep;
import io.tidemark.graphstore.TidemarkWriter;
import io.tidemark.model.position.Watermark;
import java.util.List;
import java.util.Map;

/** A tidemark that measures how old what it comes to cover is. Thread-safe. */
final class MeasuredTidemark implements TidemarkWriter {

    private final TidemarkWriter tidemark;
    private final SinkMetrics metrics;

    MeasuredTidemark(TidemarkWriter tidemark, SinkMetrics metrics) {
        this.tidemark = tidemark;
        this.metrics = metrics;
    }

    @Override
    public TidemarkStep advance(Watermark expected, List<Sighting> pending, Map<String, String> topicIds) {
        TidemarkStep step = tidemark.advance(expected, pending, topicIds);
        if (step instanceof TidemarkStep.Reached reached) {
            pending.stream()
                    .filter(sighting -> sighting.read().offset()
                            <= reached.sighting().read().offset())
                    .forEach(sighting -> metrics.visible(sighting.progress().committedAt()));
        }
        return step;
    }

    @Override
    public boolean withdrawIfAhead(Map<String, String> topicIds) {
        return tidemark.withdrawIfAhead(topicIds);
    }
}
