/** Having the capture publish whole tables again. */
@NullMarked
package io.tidemark.reconciler.backfill;

import org.jspecify.annotations.NullMarked;
