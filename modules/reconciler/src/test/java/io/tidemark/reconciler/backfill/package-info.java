@NullMarked
package io.tidemark.reconciler.backfill;

import org.jspecify.annotations.NullMarked;
