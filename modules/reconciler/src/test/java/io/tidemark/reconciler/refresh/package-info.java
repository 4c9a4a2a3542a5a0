/** Asking the capture to read rows again. */
@NullMarked
package io.tidemark.reconciler.refresh;

import org.jspecify.annotations.NullMarked;
