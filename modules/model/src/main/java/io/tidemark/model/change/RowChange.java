package io.tidemark.model.change;

import io.tidemark.model.TableName;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row's latest state: it is there with these properties, or it is not. Later changes of a key replace earlier ones. */
public sealed interface RowChange {

    TableName table();

    RowKey key();

    /**
     * The row exists (or counts as existing, see {@code absentWhen}).
     *
     * @param table the row's table
     * @param key the row's identity
     * @param properties every mapped property by its name in the graph; a null value removes the property. Values are
     *     of the Java types in {@link io.tidemark.model.value.GraphType}
     */
    record Upsert(TableName table, RowKey key, Map<String, @Nullable Object> properties) implements RowChange {

        public Upsert {
            properties = Collections.unmodifiableMap(properties);
        }
    }

    /** The row does not exist. */
    record Delete(TableName table, RowKey key) implements RowChange {}
}
