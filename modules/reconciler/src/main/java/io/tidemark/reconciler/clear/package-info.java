/** Emptying the mapped part of a graph. */
@NullMarked
package io.tidemark.reconciler.clear;

import org.jspecify.annotations.NullMarked;
