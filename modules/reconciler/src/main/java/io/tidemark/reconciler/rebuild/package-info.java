/** Filling a graph anew from the topics. */
@NullMarked
package io.tidemark.reconciler.rebuild;

import org.jspecify.annotations.NullMarked;
