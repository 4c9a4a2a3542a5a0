package io.tidemark.reconciler.run;

import io.tidemark.model.TidemarkException;

/** The work was asked to end before it was done; its checkpoint says where. */
public final class StoppedException extends TidemarkException {

    private static final long serialVersionUID = 1L;

    public StoppedException() {
        super(
                Category.RETRY,
                "stopped before the end: verify and backfill go on with --resume, anything else is run again");
    }
}
