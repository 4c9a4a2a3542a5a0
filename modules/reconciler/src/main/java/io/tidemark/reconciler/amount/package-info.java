/** Numbers as people read them. */
@NullMarked
package io.tidemark.reconciler.amount;

import org.jspecify.annotations.NullMarked;
