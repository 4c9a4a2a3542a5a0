package io.tidemark.reconciler.run;

import io.tidemark.model.TidemarkException;

/** The graph does not follow Postgres any more: nothing can be proved until it does. */
public final class TidemarkStalledException extends TidemarkException {

    private static final long serialVersionUID = 1L;

    /** @param message what stands still, and which app to start */
    public TidemarkStalledException(String message) {
        super(Category.FATAL, message);
    }
}
