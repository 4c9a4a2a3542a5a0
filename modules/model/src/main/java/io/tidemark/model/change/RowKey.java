package io.tidemark.model.change;

import java.util.List;

/**
 * A row's identity in the graph's values.
 *
 * @param values for a node table its key; for an edge table the keys of the start and the end node, in this order;
 *     none is null
 */
public record RowKey(List<Object> values) {

    public RowKey {
        values = List.copyOf(values);
    }

    public static RowKey of(Object... values) {
        return new RowKey(List.of(values));
    }

    public Object value(int index) {
        return values.get(index);
    }

    /** The values, separated by an arrow; row contents, so for TRACE logs and reports only. */
    @Override
    public String toString() {
        return String.join("→", values.stream().map(Object::toString).toList());
    }
}
