/** Comparing again and again, and saying what came of it as metrics. */
@NullMarked
package io.tidemark.reconciler.watch;

import org.jspecify.annotations.NullMarked;
