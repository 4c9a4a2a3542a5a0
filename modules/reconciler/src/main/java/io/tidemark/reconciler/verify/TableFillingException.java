package io.tidemark.reconciler.verify;

import io.tidemark.model.Problem;
import io.tidemark.model.TableName;
import io.tidemark.model.TidemarkException;

/** A table is new in the mapping and is being filled: what is missing in the graph is neither drift nor lag. */
final class TableFillingException extends TidemarkException {

    private static final long serialVersionUID = 1L;

    TableFillingException(TableName table) {
        super(Category.RETRY, problem(table).toString());
    }

    /** Why it cannot be compared. */
    static Problem problem(TableName table) {
        return new Problem(
                "table " + table + " is new in the mapping and is being filled, so the tidemark does not cover it yet",
                "verify again once ./tidemark status no longer names it");
    }
}
