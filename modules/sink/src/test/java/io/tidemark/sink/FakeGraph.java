package io.tidemark.sink;

import io.tidemark.graphstore.Flush;
import io.tidemark.graphstore.GraphWriter;
import io.tidemark.graphstore.Outcome;
import io.tidemark.graphstore.TransactionMemoryException;
import io.tidemark.graphstore.WatermarkAdvance;
import io.tidemark.model.TidemarkException;
import io.tidemark.model.TidemarkException.Category;
import io.tidemark.model.change.RowChange;
import io.tidemark.model.change.RowKey;
import io.tidemark.model.position.Watermark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A graph that remembers flushes and compares watermarks as the real one does. */
final class FakeGraph implements GraphWriter {

    final List<Flush> flushes = new ArrayList<>();
    final Map<String, Watermark> watermarks = new HashMap<>();

    @Nullable
    TidemarkException refusal;

    boolean refusesOnce;

    /** Keys of rows that it refuses, and rows that it refuses together. */
    final Set<RowKey> refused = new HashSet<>();

    final Set<RowKey> refusedTogether = new HashSet<>();
    /** Rows that fit in one transaction. */
    int memory = Integer.MAX_VALUE;

    /** Keys of rows that do not fit even alone; for so many attempts if that is not for ever. */
    final Set<RowKey> tooLarge = new HashSet<>();

    int tooLargeFor = Integer.MAX_VALUE;
    boolean held;
    int holdsAwaited;
    int looks;

    /** How often rows were tried. */
    int tries;

    @Override
    public Outcome apply(Flush flush) {
        TidemarkException refused = refusal;
        if (refused != null) {
            refusal = refusesOnce ? null : refused;
            throw refused;
        }
        if (held) {
            return new Outcome.Held();
        }
        if (flush.changes().size() > memory
                || (flush.changes().stream().anyMatch(row -> tooLarge.contains(row.key())) && tooLargeFor-- > 0)) {
            throw new TransactionMemoryException(
                    "no memory", tooLargeFor > 1_000, new IllegalStateException("no memory"));
        }
        refusal(flush.changes()).ifPresent(ofARow -> {
            throw ofARow;
        });
        List<Watermark> actual = flush.advances().stream()
                .map(WatermarkAdvance::expected)
                .map(expected -> watermarks.getOrDefault(name(expected), nothing(expected)))
                .toList();
        if (!actual.equals(
                flush.advances().stream().map(WatermarkAdvance::expected).toList())) {
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
    public Optional<TidemarkException> refusal(List<RowChange> changes) {
        tries++;
        Set<RowKey> keys = changes.stream().map(RowChange::key).collect(Collectors.toSet());
        boolean together = !refusedTogether.isEmpty() && keys.containsAll(refusedTogether);
        return together || keys.stream().anyMatch(refused::contains)
                ? Optional.of(new TidemarkException(Category.DEAD_LETTER, "refused"))
                : Optional.empty();
    }

    @Override
    public void awaitNoHold() {
        holdsAwaited++;
        held = false;
    }

    @Override
    public List<Watermark> watermarks(Collection<String> topics, Collection<Integer> partitions) {
        looks++;
        return watermarks.values().stream()
                .filter(watermark -> topics.contains(watermark.topic()) && partitions.contains(watermark.partition()))
                .toList();
    }

    static Watermark nothing(Watermark of) {
        return Watermark.nothing(of.topic(), of.topicId(), of.partition());
    }

    private static String name(Watermark watermark) {
        return watermark.topic() + "-" + watermark.partition();
    }
}
