package io.tidemark.sink;

import io.tidemark.graphstore.Advance;
import io.tidemark.graphstore.Flush;
import io.tidemark.graphstore.GraphWriter;
import io.tidemark.graphstore.Outcome;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.position.Watermark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A graph that remembers flushes and compares watermarks as the real one does. */
final class FakeGraph implements GraphWriter {

    final List<Flush> flushes = new ArrayList<>();
    final Map<String, Watermark> watermarks = new HashMap<>();

    @Nullable
    TidemarkException refusal;

    @Override
    public Outcome apply(Flush flush) {
        if (refusal != null) {
            throw refusal;
        }
        List<Watermark> actual = flush.advances().stream()
                .map(Advance::expected)
                .map(expected -> watermarks.getOrDefault(name(expected), nothing(expected)))
                .toList();
        if (!actual.equals(flush.advances().stream().map(Advance::expected).toList())) {
            return new Outcome.Moved(actual);
        }
        flush.advances().forEach(advance -> watermarks.put(name(advance.next()), advance.next()));
        flushes.add(flush);
        return new Outcome.Applied();
    }

    @Override
    public Outcome applyOnce(Flush flush) {
        return apply(flush);
    }

    @Override
    public List<Watermark> watermarks(Collection<String> topics, Collection<Integer> partitions) {
        return watermarks.values().stream()
                .filter(watermark -> topics.contains(watermark.topic()) && partitions.contains(watermark.partition()))
                .toList();
    }

    static Watermark nothing(Watermark of) {
        return new Watermark(of.topic(), of.topicId(), of.partition(), -1, 0);
    }

    private static String name(Watermark watermark) {
        return watermark.topic() + "-" + watermark.partition();
    }
}
