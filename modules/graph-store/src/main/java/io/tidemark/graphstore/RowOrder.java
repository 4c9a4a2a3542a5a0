package io.tidemark.graphstore;

import io.tidemark.model.change.RowKey;
import java.util.Comparator;
import java.util.List;

/** One order for keys, the same in every writer: writers that lock nodes in the same order meet fewer deadlocks. */
final class RowOrder {

    /** Values of one column are of one type, those of several are lists; a type that cannot be compared is left as it comes. */
    static final Comparator<Object> VALUES = RowOrder::compareValues;

    static final Comparator<RowKey> KEYS = RowOrder::compareKeys;

    private RowOrder() {}

    private static int compareKeys(RowKey left, RowKey right) {
        return compareLists(left.values(), right.values());
    }

    private static int compareLists(List<?> left, List<?> right) {
        for (int index = 0; index < left.size(); index++) {
            int byValue = compareValues(left.get(index), right.get(index));
            if (byValue != 0) {
                return byValue;
            }
        }
        return 0;
    }

    @SuppressWarnings("unchecked")
    private static int compareValues(Object left, Object right) {
        if (left instanceof List<?> one && right instanceof List<?> other) {
            return compareLists(one, other);
        }
        if (left.getClass() == right.getClass() && left instanceof Comparable<?>) {
            return ((Comparable<Object>) left).compareTo(right);
        }
        return left.getClass().getName().compareTo(right.getClass().getName());
    }
}
