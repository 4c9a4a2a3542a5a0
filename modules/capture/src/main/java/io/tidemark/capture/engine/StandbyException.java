package io.tidemark.capture.engine;

import io.tidemark.model.TidemarkException;

/** Another capture runs; this one waits for its turn. */
public final class StandbyException extends TidemarkException {

    private static final long serialVersionUID = 1L;

    StandbyException(String message) {
        super(Category.RETRY, message);
    }
}
