package io.tidemark.reconciler.verify;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.model.TableName;
import io.tidemark.model.change.RowKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key whose row and whose element differ although everything up to a common position has been applied.
 *
 * @param table the row's table
 * @param kind how they differ
 * @param key the row's identity
 * @param row the row's properties in the order of the mapping; null where there is no row
 * @param element the element's properties in the order of the mapping; null where there is no element
 * @param copies how many elements have this key
 */
public record Drift(
        TableName table,
        Kind kind,
        RowKey key,
        @Nullable List<@Nullable Object> row,
        @Nullable List<@Nullable Object> element,
        int copies) {

    /** How row and element differ. */
    public enum Kind {
        /** A row without an element. */
        @JsonProperty("missing")
        MISSING,
        /** An element without a row, or one more element than the row allows. */
        @JsonProperty("extra")
        EXTRA,
        /** An element with other properties than its row. */
        @JsonProperty("different")
        DIFFERENT
    }
}
