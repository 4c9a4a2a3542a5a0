package io.tidemark.reconciler.run;

import io.tidemark.model.position.Lsn;
import java.time.Instant;

/**
 * How far a source's log is written.
 *
 * @param written its end
 * @param now the source's clock
 */
public record SourceHead(Lsn written, Instant now) {}
