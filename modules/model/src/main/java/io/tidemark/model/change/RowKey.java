package io.tidemark.model.change;

import java.util.List;

/**
 * A row's identity in the graph's values.
 *
 * @param values one for each of the mapping's {@link io.tidemark.model.mapping.ElementMapping#keyColumns key columns}, in their order; none
 *     is null
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

    /** The key as one value: its only one, or the list of several. */
    public Object whole() {
        return values.size() == 1 ? values.get(0) : values;
    }

    /** The values, separated by an arrow; row contents, so for TRACE logs and reports only. */
    @Override
    public String toString() {
        return String.join("→", values.stream().map(Object::toString).toList());
    }
}
