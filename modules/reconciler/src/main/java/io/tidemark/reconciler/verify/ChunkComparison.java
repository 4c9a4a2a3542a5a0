package io.tidemark.reconciler.verify;

import io.tidemark.model.change.RowKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows of a key range with the elements of the same range, as they are read. What differs is a suspect, no
 * more: either side may have been read earlier than the other. Pure. One thread.
 */
final class ChunkComparison {

    private final Map<RowKey, List<@Nullable Object>> unmatched;
    private final Consumer<RowKey> suspects;
    private long elements;

    /**
     * Begins with all rows unmatched.
     *
     * @param rows the range's rows; they are taken out as their elements come
     * @param suspects is given each suspect; one that has several elements more than once
     */
    ChunkComparison(Map<RowKey, List<@Nullable Object>> rows, Consumer<RowKey> suspects) {
        this.unmatched = rows;
        this.suspects = suspects;
    }

    /** Takes an element; a second one of a key has no row left. */
    void element(RowKey key, boolean present, List<@Nullable Object> properties) {
        elements++;
        List<@Nullable Object> row = unmatched.remove(key);
        if (row == null || !present || !Properties.same(row, properties)) {
            suspects.accept(key);
        }
    }

    /** Every element was read: what is left has none. */
    void end() {
        Set<RowKey> rest = unmatched.keySet();
        rest.forEach(suspects);
    }

    long elements() {
        return elements;
    }
}
