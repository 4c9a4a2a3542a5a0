package io.tidemark.sink;

import io.tidemark.graphstore.ReadProgress;
import io.tidemark.graphstore.TidemarkOutcome;
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

    /** What it says instead of what it is; null to say that. */
    @Nullable
    TidemarkOutcome outcome;

    Watermark expected = Watermark.nothing("", "", 0);

    @Override
    public TidemarkOutcome advance(Watermark left, List<ReadProgress> pending, Map<String, String> topicIds) {
        asked++;
        TidemarkOutcome other = outcome;
        if (other != null) {
            return other;
        }
        for (int index = pending.size() - 1; index >= 0; index--) {
            ReadProgress read = pending.get(index);
            if (read.progress().isReachedBy((topic, partition) -> reach)) {
                lsn = read.progress().lsn();
                expected = read.watermark();
                return new TidemarkOutcome.Reached(read);
            }
        }
        return new TidemarkOutcome.NotReached();
    }

    @Override
    public boolean withdrawIfAhead(Map<String, String> topicIds) {
        return false;
    }
}
