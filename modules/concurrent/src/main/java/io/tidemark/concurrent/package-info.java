/** Retries of transient failures, and daemon threads. */
@NullMarked
package io.tidemark.concurrent;

import org.jspecify.annotations.NullMarked;
