/** Comparing both sides under live writes. */
@NullMarked
package io.tidemark.reconciler.verify;

import org.jspecify.annotations.NullMarked;
