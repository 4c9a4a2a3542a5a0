package io.tidemark.reconciler.adopt;

import io.tidemark.reconciler.adopt.Listing.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Listing}: counts everything, and names the first keys only, so that its size has a bound. One thread. */
final class KeyListing {

    private final int most;
    private final Map<Key, Long> named = new LinkedHashMap<>();
    private long elements;

    private record Key(List<String> key, String type) {}

    /** @param most how many keys are named */
    KeyListing(int most) {
        this.most = most;
    }

    /**
     * Takes elements of one key; the same key may come again.
     *
     * @param key its values
     * @param type as in {@link Entry}
     */
    void add(List<@Nullable Object> key, String type, long count) {
        elements += count;
        Key entry = new Key(key.stream().map(String::valueOf).toList(), type);
        if (named.size() < most || named.containsKey(entry)) {
            named.merge(entry, count, Long::sum);
        }
    }

    Listing listing() {
        return new Listing(
                elements,
                named.entrySet().stream()
                        .map(entry ->
                                new Entry(entry.getKey().key(), entry.getKey().type(), entry.getValue()))
                        .toList());
    }
}
