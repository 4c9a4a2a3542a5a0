/** Metrics and health of a process, over HTTP. */
@NullMarked
package io.tidemark.telemetry;

import org.jspecify.annotations.NullMarked;
