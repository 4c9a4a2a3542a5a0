package io.tidemark.graphstore;

import io.tidemark.model.change.RowKey;
import io.tidemark.model.mapping.EdgeMapping;
import io.tidemark.model.mapping.ElementMapping;
import io.tidemark.model.mapping.EndMapping;
import java.util.ArrayList;
import java.util.List;

/**
 * How the statements name a row of an element: by the row's key, or by the keys of its two ends where these identify it. Each is a value as {@link
 * KeyCypher} takes it. Immutable.
 */
final class RowName {

    /** For each key, where its values are in the row's key. */
    private final List<int[]> keys;

    private RowName(List<int[]> keys) {
        this.keys = keys;
    }

    static RowName of(ElementMapping element) {
        List<String> columns = element.keyColumns();
        return element instanceof EdgeMapping edge && edge.identifiedByEnds()
                ? new RowName(edge.ends().stream()
                        .map(EndMapping::columns)
                        .map(end -> places(columns, end))
                        .toList())
                : new RowName(List.of(places(columns, columns)));
    }

    private static int[] places(List<String> columns, List<String> named) {
        return named.stream().mapToInt(columns::indexOf).toArray();
    }

    /** One key, or two. */
    List<Object> keys(RowKey row) {
        List<Object> named = new ArrayList<>(keys.size());
        for (int[] places : keys) {
            named.add(key(row, places));
        }
        return named;
    }

    private static Object key(RowKey row, int[] places) {
        if (places.length == 1) {
            return row.value(places[0]);
        }
        List<Object> values = new ArrayList<>(places.length);
        for (int place : places) {
            values.add(row.value(place));
        }
        return values;
    }
}
