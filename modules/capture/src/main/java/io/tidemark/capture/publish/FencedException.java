package io.tidemark.capture.publish;

import io.tidemark.model.TidemarkException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka takes nothing more from this capture's producer: another capture took over, or a transaction was open for too long (the
 * capture was frozen, for example). The session ends with it; who takes the {@link io.tidemark.capture.engine.SourceLock} next is
 * the one that continues.
 */
public final class FencedException extends TidemarkException {

    private static final long serialVersionUID = 1L;

    FencedException(String message, @Nullable Throwable cause) {
        super(Category.RETRY, message, cause);
    }
}
