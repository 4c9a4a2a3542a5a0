/** Waiting for the graph to reach a position. */
@NullMarked
package io.tidemark.reconciler.position;

import org.jspecify.annotations.NullMarked;
