package io.tidemark.sink;

import io.tidemark.graphstore.ReadProgress;
import io.tidemark.graphstore.TidemarkOutcome;
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
    public TidemarkOutcome advance(Watermark expected, List<ReadProgress> pending, Map<String, String> topicIds) {
        TidemarkOutcome outcome = tidemark.advance(expected, pending, topicIds);
        if (outcome instanceof TidemarkOutcome.Reached reached) {
            pending.stream()
                    .filter(read -> read.watermark().offset()
                            <= reached.newest().watermark().offset())
                    .forEach(read -> metrics.visible(read.progress().committedAt()));
        }
        return outcome;
    }

    @Override
    public boolean withdrawIfAhead(Map<String, String> topicIds) {
        return tidemark.withdrawIfAhead(topicIds);
    }
}
