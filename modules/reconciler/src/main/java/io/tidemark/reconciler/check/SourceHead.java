package io.tidemark.reconciler.check;

import io.tidemark.model.position.Lsn;
import java.time.Instant;

/**
 * How far a source's log is written.
 *
 * @param written its end
 * @param now the source's clock
 */
record SourceHead(Lsn written, Instant now) {}
